"""The workflow on GitHub: the event that starts it, its matrix, its outputs, and what guards it."""
