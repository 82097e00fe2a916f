"""`python -m bot.content.lint [--all] [paths]`: the checks without the rest of the product."""

import sys
from pathlib import Path

from rich.console import Console

from bot.content.lint import run


def main(arguments: list[str]) -> int:
    """Prints the report; 1 when there are faults."""
    paths = [Path(argument) for argument in arguments if argument != "--all"]
    report = run(Path(), paths, complete="--all" in arguments)
    report.print(Console())
    return 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
