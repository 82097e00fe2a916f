"""Checks of all texts and examples: every fault with its file, its line, and how to mend it."""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.content.errors import ContentError, ContentErrors
from bot.content.lint import (
    choices,
    copies,
    countries,
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
# Those that take longest come first, so that no core waits for the last one.
RULES: tuple[Rule, ...] = (
    variety.check,
    wording.check,
    leakage.check,
    copies.check,
    links.check,
    readability.check,
    questions.check,
    fresh.check,
    choices.check,
    length.check,
    countries.check,
    structure.check,
    parity.check,
)
_SHARED = "fork"  # a process that begins with all that was read


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
    faults = [*corpus.errors, *_faults(corpus)]
    wanted = {fault for fault in faults if corpus.is_chosen(fault.file)}
    figures = () if chosen else variety.figures(corpus)
    errors = tuple(sorted([*missing, *wanted]))
    return Report(root, errors, figures, time.monotonic() - started)


def _faults(corpus: Corpus) -> list[ContentError]:
    """What all rules find, on all cores where the system can share what was read."""
    if multiprocessing.get_all_start_methods()[0] != _SHARED:  # the first is what is safe here
        return [fault for rule in RULES for fault in rule(corpus)]
    with multiprocessing.get_context(_SHARED).Pool(None, _Kept.keep, (corpus,)) as pool:
        found = pool.map(_Kept.apply, range(len(RULES)), chunksize=1)
    return [fault for faults in found for fault in faults]


class _Kept:
    """What a process of the pool checks."""

    corpus: Corpus

    @classmethod
    def keep(cls, corpus: Corpus) -> None:
        """Called once a process."""
        cls.corpus = corpus

    @classmethod
    def apply(cls, number: int) -> list[ContentError]:
        """The faults that this rule finds."""
        return list(RULES[number](cls.corpus))
