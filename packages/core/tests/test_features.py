"""Feature flags have a default, can be switched, and warn when they have outlived their day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from acme.core.errors import DuplicateNameError, UnknownNameError
from acme.core.features import FeatureFlag, FeatureFlags

FAR = date(9999, 1, 1)
FAST = FeatureFlag("fast", default=False, remove_on=FAR, description="Go faster.")
SAFE = FeatureFlag("safe", default=True, remove_on=FAR, description="Look twice.")


def test_default_holds_when_the_settings_say_nothing() -> None:
    flags = FeatureFlags(FAST, SAFE)

    assert (flags.is_enabled("fast"), flags.is_enabled("safe")) == (False, True)


def test_settings_switch_a_feature() -> None:
    flags = FeatureFlags(FAST, SAFE, settings={"fast": True, "safe": False})

    assert (flags.is_enabled("fast"), flags.is_enabled("safe")) == (True, False)


def test_setting_of_no_feature_is_refused_with_near_matches() -> None:
    with pytest.raises(UnknownNameError, match=r'unknown feature "fsat" \(did you mean "fast"'):
        FeatureFlags(FAST, settings={"fsat": True})


def test_asking_for_no_feature_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown feature"):
        FeatureFlags(FAST).is_enabled("slow")


def test_two_features_of_one_name_are_refused() -> None:
    with pytest.raises(DuplicateNameError, match='feature "fast" is registered already'):
        FeatureFlags(FAST, FAST)


def test_feature_warns_from_its_day_on() -> None:
    today = datetime.now(UTC).date()
    due = FeatureFlag("due", default=False, remove_on=today, description="Due.")

    with pytest.warns(FutureWarning, match="was to be removed"):
        enabled = FeatureFlags(due).is_enabled("due")

    assert not enabled


def test_feature_past_its_day_warns_where_it_is_used() -> None:
    old = FeatureFlag("old", default=True, remove_on=date(2020, 1, 1), description="Old.")

    with pytest.warns(FutureWarning, match="was to be removed on 2020-01-01") as warned:
        enabled = FeatureFlags(old).is_enabled("old")

    assert enabled
    assert warned[0].filename == __file__
