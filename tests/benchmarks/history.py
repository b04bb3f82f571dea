"""Git histories written as one ``git fast-import`` stream."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

WHO = b"A Developer <developer@example.org> %d +0000"
START = 1_700_000_000
"""When the first commit was made; each later one follows after a minute, for git walks by date."""


class History:
    """A history in the making: commits and tags, each a few bytes on the way to git."""

    def __init__(self, repository: Path) -> None:
        """Start an empty repository that is written as the history grows."""
        subprocess.run(["git", "init", "-q", "-b", "main", repository], check=True)
        self.process = subprocess.Popen(
            ["git", "fast-import", "--quiet", "--done"], cwd=repository, stdin=subprocess.PIPE
        )
        assert self.process.stdin
        self.stream = self.process.stdin
        self.marks = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.stream.write(b"done\n")
        self.stream.close()
        assert self.process.wait() == 0 or kind

    def commit(
        self,
        branch: str,
        files: Mapping[str | bytes, str],
        *,
        parent: int | None = None,
        merged: int | None = None,
        moves: Mapping[str, str] | None = None,
    ) -> int:
        """Commit files on a branch and return the commit's mark."""
        self.marks += 1
        lines = [
            b"commit refs/heads/%s" % branch.encode(),
            b"mark :%d" % self.marks,
            b"committer " + self._who(self.marks),
            _data(f"Change {self.marks}"),
        ]
        lines += [b"from :%d" % parent] if parent else []
        lines += [b"merge :%d" % merged] if merged else []
        lines += [b"R %s %s" % (_path(old), _path(new)) for old, new in (moves or {}).items()]
        for path, content in files.items():
            lines += [b"M 100644 inline " + _path(path), _data(content)]
        self.stream.write(b"\n".join(lines) + b"\n")
        return self.marks

    def tag(self, name: str, commit: int, *, annotated: bool = True) -> None:
        """Tag a commit."""
        if annotated:
            header = b"tag %s\nfrom :%d\ntagger %s\n" % (name.encode(), commit, self._who(commit))
            self.stream.write(header + _data(name) + b"\n")
        else:
            self.stream.write(b"reset refs/tags/%s\nfrom :%d\n" % (name.encode(), commit))

    @staticmethod
    def _who(commit: int) -> bytes:
        return WHO % (START + 60 * commit)


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%s" % (len(content), content)


def _path(path: str | bytes) -> bytes:
    raw = path.encode() if isinstance(path, str) else path
    return b'"%s"' % raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
