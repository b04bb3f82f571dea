"""What git knows and keeps: commits, tags, changes, the work tree; and writing to it safely."""
