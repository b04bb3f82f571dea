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
    if arguments == ["--version"]:
        from acme.cli.installed import version_lines

        print("\n".join(version_lines()))
        return 0
    from acme.cli.program import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
