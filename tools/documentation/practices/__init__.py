"""The practices that the repository carries out, and where each of them lives."""
