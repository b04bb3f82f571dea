"""Packages added, adopted and taken away, and the template made a fork."""
