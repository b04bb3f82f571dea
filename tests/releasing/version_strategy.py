"""Versions of all shapes, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st
from packaging.version import Version

_NUMBER = st.integers(0, 40)
FINALS = st.builds(
    lambda epoch, major, minor, micro: Version(f"{epoch}!{major}.{minor}.{micro}"),
    st.sampled_from([0, 0, 0, 1]),
    _NUMBER,
    _NUMBER,
    _NUMBER,
)
"""Versions of three numbers, seldom with an epoch."""

VERSIONS = st.builds(
    lambda final, pre: Version(f"{final}{pre}"),
    FINALS,
    st.sampled_from(["", "", "a1", "b2", "rc1", "rc12", ".post1", ".dev3"]),
)
"""The same with pre-releases, post-releases and development releases among them."""
