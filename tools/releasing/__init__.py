"""From notes, tags and ranges to a release: the plan, the files it writes, the tags."""
