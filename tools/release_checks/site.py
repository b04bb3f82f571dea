"""The check of the documentation, which all packages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.release_checks.verdict import failed, passed, skipped

if TYPE_CHECKING:
    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict


def docs(subject: Subject) -> Verdict:
    """The site builds without a warning."""
    repository = subject.repository
    if not (repository.root / "mkdocs.yml").exists():
        return skipped("there is no mkdocs.yml")
    said = repository.docs()
    if said:
        return failed("the site does not build", "run `make docs` and mend what it names", said)
    return passed("the site builds")
