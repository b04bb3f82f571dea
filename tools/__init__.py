"""The repository's own programs, each run as ``python -m tools.NAME``."""
