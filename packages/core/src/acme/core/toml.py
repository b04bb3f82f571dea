"""TOML files: what they say, or what is wrong with them, where, in one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acme.core.errors import ConfigurationError, MissingFileError, error_context

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["parse", "parse_value", "read"]


def read(file: str | PathLike[str]) -> str:
    """Return the text of a file.

    Raises:
        MissingFileError: It is not there.
        ConfigurationError: It cannot be read, or is no UTF-8.
    """
    with error_context(file=file):
        try:
            return Path(file).read_text("utf-8-sig")  # some editors put a mark before the text
        except FileNotFoundError:
            raise MissingFileError("there is no such file") from None
        except OSError as error:
            raise ConfigurationError(f"this cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise ConfigurationError(f"this is no UTF-8 text: {error.reason}") from None


def parse(text: str) -> dict[str, Any]:
    """Return what a text says.

    Raises:
        ConfigurationError: It is no TOML; line and column are told.
    """
    from tomllib import TOMLDecodeError, loads

    try:
        return loads(text)
    except RecursionError:
        raise ConfigurationError("this is nested too deeply") from None
    except TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        line, column = map(int, place.groups()) if place else (None, None)
        problem = str(error)[: place.start()] if place else error
        raise ConfigurationError(f"this is no TOML: {problem}", line=line, column=column) from None


def parse_value(text: str) -> Any:
    """Return the value that a text is in TOML, such as 7 or a list, or else the text itself."""
    try:
        table = parse(f"value = {text}")
    except ConfigurationError:
        return text
    return table["value"] if len(table) == 1 else text
