"""What uv means when it fails: its error and the chain of causes below it, in one line."""

from __future__ import annotations


def causes(said: str) -> list[str]:
    """The error and its causes, the last one being the one that began it."""
    chain = said.rpartition("error:")[2].split("cause:")
    return [" ".join(part.split()).removesuffix(".") for part in chain]


def sentence(said: str) -> str:
    """All of it."""
    return ": ".join(causes(said))
