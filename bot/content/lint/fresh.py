"""Whether the table of weighted words was learned from the examples as they are now."""

from collections.abc import Iterable, Iterator

from bot.content.errors import ContentError
from bot.content.examples import Example
from bot.content.lint.corpus import Corpus
from bot.nlu.danger_words import FILE, DangerWords, Line, digest

_MEND = "run `latarnik train`, which writes it anew"


def check(corpus: Corpus) -> Iterator[ContentError]:
    """One fault when the table is missing, broken or older than the examples."""
    file = corpus.lexicon / FILE.name
    lines = lines_of(corpus.examples)
    if not lines:
        return
    try:
        made_of = DangerWords.load(file).made_of
    except (OSError, ValueError):
        yield ContentError(file, 1, "the file is missing or broken", _MEND)
        return
    if made_of != digest(lines):
        yield ContentError(file, 1, "the examples have changed since it was made", _MEND)


def lines_of(examples: Iterable[Example]) -> list[Line]:
    """The examples as the table learns from them."""
    return [
        Line(e.text, e.metadata.get("risk") == "urgent", e.metadata.get("disclosure"))
        for e in examples
        if not e.technical
    ]
