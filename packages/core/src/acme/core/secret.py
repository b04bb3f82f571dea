"""Secrets: values that no log, error or repr shows."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["MASK", "Secret", "redact", "redact_fields"]

MASK = "******"
"""What is shown instead of a secret."""

_USER_INFO = re.compile(r"(?P<start>[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#:@]*):[^\s/?#]*@")
_SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|credential|authorization|(api|access|private)_?key",
    re.IGNORECASE,
)


class Secret:
    """A text that shows itself only when asked to.

    What is secret is a matter of type, not of where a value came from.

    Args:
        value: The secret text.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret text."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret('{MASK}')"

    def __str__(self) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))


def redact(text: str) -> str:
    """Mask the password of every URL in a text (the userinfo of RFC 3986, section 3.2.1)."""
    return _USER_INFO.sub(rf"\g<start>:{MASK}@", text) if "://" in text else text


def redact_fields(value: Any, name: str = "") -> Any:
    """Return a copy of nested mappings and lists with secrets masked.

    Masked are `Secret` values, passwords in URLs, and whatever is called password, token and
    the like.
    """
    if isinstance(value, Secret) or _SECRET_NAME.search(name):
        return MASK
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: redact_fields(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact_fields(item) for item in value]
    return value
