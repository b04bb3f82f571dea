"""The checks behind ``python -m tools.release_check``, one module for each theme."""
