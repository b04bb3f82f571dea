"""The repository's own programs, each run as ``python -m tools.NAME``, and in folders what they stand on."""
