"""Documentation: what written pages must have, and what pages are made of."""
