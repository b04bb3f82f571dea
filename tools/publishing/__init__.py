"""From tags to an index: what is uploaded, in which order, to which; and rehearsing all of it."""
