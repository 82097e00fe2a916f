"""Checks of all texts and examples: every fault with its file, its line, and how to mend it."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.content.errors import ContentError, ContentErrors
from bot.content.lint import (
    choices,
    copies,
    fresh,
    leakage,
    length,
    links,
    parity,
    questions,
    readability,
    structure,
    variety,
    wording,
)
from bot.content.lint.corpus import Corpus
from bot.content.lint.report import Report

__all__ = ["Report", "run"]

Rule = Callable[[Corpus], Iterator[ContentError]]
RULES: tuple[Rule, ...] = (
    structure.check,
    parity.check,
    questions.check,
    length.check,
    readability.check,
    wording.check,
    links.check,
    choices.check,
    copies.check,
    variety.check,
    leakage.check,
    fresh.check,
)


def run(root: Path, paths: Iterable[Path] | None = None, *, complete: bool = False) -> Report:
    """Checks the project at `root`; with `paths` reports only what lies in them.

    `complete` also reports what labels.yml names and nobody has written yet.
    """
    started = time.monotonic()
    chosen = tuple(paths or ())
    missing = [
        ContentError(path, 0, "there is no such file or folder", "check the path")
        for path in chosen
        if not path.exists()
    ]
    try:
        corpus = Corpus.read(root, chosen, complete)
    except ContentErrors as found:
        return Report(root, tuple(found.errors), (), time.monotonic() - started)
    faults = [*corpus.errors, *(fault for rule in RULES for fault in rule(corpus))]
    wanted = {fault for fault in faults if corpus.is_chosen(fault.file)}
    figures = () if chosen else variety.figures(corpus)
    errors = tuple(sorted([*missing, *wanted]))
    return Report(root, errors, figures, time.monotonic() - started)
