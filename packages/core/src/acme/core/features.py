"""Feature flags: switches with a default and a date on which they go; nothing remote."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from acme.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FeatureFlag", "FeatureFlags"]


@dataclass(frozen=True, slots=True)
class FeatureFlag:
    """A switch.

    Attributes:
        name: What settings call it.
        default: Whether it is on when the settings say nothing.
        remove_on: From this day on, using the flag warns that it is to be removed from the code.
        description: What being on means.
    """

    name: str
    default: bool
    remove_on: date
    description: str


class FeatureFlags:
    """The flags of a program, and which are on.

    Args:
        flags: The flags there are.
        settings: Name to on or off, for example from the configuration's table `features`.

    Raises:
        DuplicateNameError: Two flags have one name.
        UnknownNameError: A setting names no flag.
    """

    def __init__(self, *flags: FeatureFlag, settings: Mapping[str, bool] | None = None) -> None:
        self._flags: Registry[FeatureFlag] = Registry("feature")
        for flag in flags:
            self._flags.register(flag.name, flag)
        self._settings = dict(settings or {})
        for name in self._settings:
            self._flags.get(name)

    def is_enabled(self, name: str) -> bool:
        """Tell whether a feature is on.

        Raises:
            UnknownNameError: There is no such flag.
        """
        flag = self._flags.get(name)
        if datetime.now(UTC).date() >= flag.remove_on:
            message = f'the feature flag "{name}" was to be removed on {flag.remove_on}'
            warnings.warn(message, FutureWarning, stacklevel=2)
        return self._settings.get(name, flag.default)
