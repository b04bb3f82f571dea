"""Wheels and sdists: how they are built, what is in them, and environments made from them."""
