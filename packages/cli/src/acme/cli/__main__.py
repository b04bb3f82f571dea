"""Start the program: `acme`, or `python -m acme.cli`.

`--version` and `--help` are answered before anything heavy is imported.
"""

import sys

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Args:
        argv: The arguments without the program's name; those of the process if None.
    """
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if answer := _quick_answer(arguments):
            print(answer)
            return 0
        from acme.cli.program import run

        return run(arguments)
    except KeyboardInterrupt:  # the commands leave nothing half written on their way out
        from acme.core.exits import ExitCode

        print("acme: interrupted", file=sys.stderr)
        return ExitCode.INTERRUPTED


def _quick_answer(arguments: list[str]) -> str | None:
    if arguments not in (["--version"], ["--help"], ["-h"]):
        return None
    from acme.cli.installed import declares_entry_points, version_lines
    from acme.cli.overview import COMMAND_GROUP, help_text

    if arguments == ["--version"]:
        return "\n".join(version_lines())
    # Plugins' commands stand in the help too, but have to be loaded for it.
    return None if declares_entry_points(COMMAND_GROUP) else help_text()


if __name__ == "__main__":
    sys.exit(main())
