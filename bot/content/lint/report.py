"""What the linter found."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.content.errors import ContentError


@dataclass(frozen=True)
class Report:
    """All faults, sorted by file and line; `figures` say how much was looked at."""

    root: Path
    errors: tuple[ContentError, ...]
    figures: tuple[tuple[str, str], ...]
    seconds: float

    def print(self, console: Console) -> None:
        """Every fault with file, line and mend, then one line on the whole."""
        for error in self.errors:
            where = Text(f"{self._short(error.file)}:{error.line}: ", style="bold")
            console.print(where + Text(error.message, style="not bold red"), soft_wrap=True)
            console.print(Text(f"    mend: {error.mend}"), soft_wrap=True)
        for what, figure in self.figures:
            console.print(Text(f"{what}: {figure}"), soft_wrap=True)
        count = len(self.errors)
        files = len({error.file for error in self.errors})
        verdict = f"{count} faults in {files} files" if count else "no faults"
        console.print(f"{verdict} ({self.seconds:.1f} s)")

    def _short(self, file: Path) -> Path:
        try:
            return file.resolve().relative_to(self.root.resolve())
        except ValueError:
            return file
