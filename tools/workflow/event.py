"""What happened, as GitHub tells a workflow: its ``GITHUB_*`` variables and the event's payload.

Standard library only. The variables are listed at
https://docs.github.com/en/actions/reference/workflows-and-actions/variables; outside of a workflow
nothing is set, which counts as a pull request to the main branch.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TAGS = "refs/tags/"
PROPOSALS = ("pull_request", "merge_group")
"""The events whose change is not in the main branch yet."""


class Event(NamedTuple):
    """What a run of the workflow is about.

    Attributes:
        name: ``push``, ``pull_request``, ``merge_group``, ``schedule`` or ``workflow_dispatch``.
        tag: The tag that was pushed or asked for; empty without one.
        since: The reference that a proposed change is compared with; empty for the default.
        main: Whether this is the default branch as it stands: pushed, or run by hand without a tag.
        private: Whether the repository is private, where some of GitHub's services are not free.
        publish: Whether the variable ``PUBLISH`` lets packages, images and releases out.
        pages: Whether the variable ``PAGES`` lets the site out.
        flagship: The package whose releases are the repository's "latest"; empty for none.
    """

    name: str = "pull_request"
    tag: str = ""
    since: str = ""
    main: bool = False
    private: bool = False
    publish: bool = False
    pages: bool = False
    flagship: str = ""

    @property
    def proposed(self) -> bool:
        """Whether the change still has to be accepted, so that only what it affects need run."""
        return self.name in PROPOSALS

    def check_flagship(self, packages: Collection[str]) -> None:
        """Refuse a flagship that is none of the packages there are.

        Raises:
            ToolError: It is none.
        """
        if self.flagship and self.flagship not in packages:
            raise ToolError(
                f"the variable MAIN_PACKAGE names {self.flagship!a}, which is no package;"
                f" set it to one of {', '.join(packages)}, or delete it"
            )


def read(environment: Mapping[str, str]) -> Event:
    """The event that the variables describe.

    Raises:
        ToolError: The payload cannot be read.
    """
    name = environment.get("GITHUB_EVENT_NAME", "pull_request")
    ref = environment.get("GITHUB_REF", "")
    payload = _payload(environment.get("GITHUB_EVENT_PATH"))
    repository = payload.get("repository") or {}
    by_hand = name == "workflow_dispatch"
    asked = environment.get("TAG", "") if by_hand else ""
    main = f"refs/heads/{repository.get('default_branch', 'main')}"
    return Event(
        name=name,
        tag=ref.removeprefix(TAGS) if name == "push" and ref.startswith(TAGS) else asked,
        since=_since(name, environment, payload),
        main=ref == main and (name == "push" or by_hand) and not asked,
        private=bool(repository.get("private")),
        publish=environment.get("PUBLISH") == "true",
        pages=environment.get("PAGES") == "true",
        flagship=environment.get("MAIN_PACKAGE", ""),
    )


def _since(name: str, environment: Mapping[str, str], payload: Mapping[str, Any]) -> str:
    if name == "merge_group":
        return str(payload.get("merge_group", {}).get("base_sha", ""))
    base = environment.get("GITHUB_BASE_REF", "")
    return f"origin/{base}" if base else ""


def _payload(path: str | None) -> dict[str, Any]:
    if not path:
        return {}
    try:
        found: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ToolError(f"{path}: the event's payload cannot be read ({error})") from None
    return found
