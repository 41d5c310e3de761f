"""The command line: an entrance above the libraries. ``stepladder --help`` lists the commands.

Exit codes, the same for every command: 0 held or done, 1 did not hold or was refused, 2 the command was not used as it
asks, 3 could not tell.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line with the arguments of this process, and leave with its exit code."""
    from stepladder.cli.app import run

    run()
