"""The licence of a fork: its SPDX expression, and the text that every package carries.

The texts in ``tools/templates/licences`` are those of the SPDX list (https://spdx.org/licenses/), word
for word; they are the few that teams choose most. Any other licence brings a file of its own.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from tools.errors import UsageError

TEXTS = Path(__file__).parents[1] / "templates" / "licences"
PROPRIETARY = "LicenseRef-Proprietary"
"""How PEP 639 has a licence written that is on no list."""


def expression(wanted: str) -> str:
    """The SPDX expression that was meant, in its canonical capitals; ``proprietary`` is understood.

    Raises:
        UsageError: It is no SPDX expression.
    """
    if wanted.lower() == "proprietary":
        return PROPRIETARY
    try:
        return str(canonicalize_license_expression(wanted))
    except InvalidLicenseExpression:
        offered = ", ".join(with_text())
        raise UsageError(
            f"{wanted!r} is no SPDX licence expression (https://spdx.org/licenses/);"
            f" such as {offered}"
        ) from None


def with_text() -> list[str]:
    """The licences whose text is here."""
    return sorted(path.stem for path in TEXTS.glob("*.txt"))


def text(licence: str, author: str, year: int, file: Path | None = None) -> bytes:
    """The licence's text: a given file as it is, or ours with year and copyright holder.

    Raises:
        UsageError: The file cannot be read, or none was given and the text is not here.
    """
    if file is not None:
        return given(file)
    if licence not in with_text():
        raise UsageError(
            f"the text of {licence} is not here; name a file that holds it with --license-file"
        )
    template = Template((TEXTS / f"{licence}.txt").read_text("utf-8"))
    return template.substitute(year=year, author=author).encode()


def given(file: Path) -> bytes:
    """The text of a licence that is not here, from its file.

    Raises:
        UsageError: The file cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}; name the licence's text") from None
