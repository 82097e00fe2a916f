"""What is wrong with a text, for the editor who wrote it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class ContentError:
    """One fault: where it is, what is wrong, and how to mend it."""

    file: Path
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}\n    mend: {self.mend}"


class ContentErrors(Exception):
    """All faults that were found, never only the first."""

    def __init__(self, errors: list[ContentError]) -> None:
        self.errors = sorted(errors)
        super().__init__("\n".join(map(str, self.errors)))
