"""What GitHub must guard before the first release, as commands to run.

An environment must let only its own package's tags deploy, and the main branch, from which a tag is
published again by hand. What counts for the branches and the tags stands in `.github/rulesets`, as
GitHub imports it (https://docs.github.com/en/rest/repos/rules).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.monorepo import workspace
from tools.monorepo.identity import identity
from tools.version_control import git, tags

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = ".github/rulesets"
ONLY_NAMED = (
    "-F 'deployment_branch_policy[protected_branches]=false'"
    " -F 'deployment_branch_policy[custom_branch_policies]=true'"
)


def card(root: Path) -> str:
    """What to guard, and how."""
    whose = identity(root)
    there = f"repos/{whose.owner}/{whose.name}"
    rules = sorted(path.name for path in (root / RULES).glob("*.json"))
    return "\n".join(
        [
            "Let each environment deploy from its package's tags and from main alone:",
            *(line for name in workspace.names(root) for line in _environment(there, name)),
            "",
            "Guard main by the check `gate`, and let only maintainers make release tags:",
            *(f"  gh api --method POST {there}/rulesets --input {RULES}/{name}" for name in rules),
            "",
            "If you like: the site on Pages, deployed at once, and the package whose releases are the latest:",
            f"  gh api --method POST {there}/pages -f build_type=workflow",
            f"  gh variable set PAGES --body true --repo {whose.owner}/{whose.name}",
            f"  gh workflow run ci.yml --repo {whose.owner}/{whose.name}",
            f"  gh variable set MAIN_PACKAGE --body PACKAGE --repo {whose.owner}/{whose.name}",
            "",
            "And labels for issues: python -m tools.labels",
        ]
    )


def _environment(there: str, name: str) -> Iterator[str]:
    place = f"{there}/environments/pypi-{name}"
    allowed = ((f"{name}{tags.SEPARATOR}*", "tag"), ("main", "branch"))
    yield f"  gh api --method PUT {place} {ONLY_NAMED}"
    for pattern, kind in allowed:
        yield f"  gh api --method POST {place}/deployment-branch-policies -f 'name={pattern}' -f type={kind}"


def untagged(root: Path) -> list[str]:
    """The packages that no release tag of this checkout names."""
    parts = map(tags.split, git.tag_names(root))
    named = {found.package for found in parts if found is not None}
    return [name for name in workspace.names(root) if name not in named]


def told_of_tags(root: Path) -> str:
    """A sentence on the packages without a release tag, and what that means; empty for none."""
    waiting = untagged(root)
    if not waiting:
        return ""
    return (
        f"No release tag here yet: {', '.join(waiting)}. If they are out already, git fetch --tags;"
        " if not, `python -m tools.bump plan` says what their first release will be."
    )
