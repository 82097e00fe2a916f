"""Texts copied to fill a table: the same words for two audiences or two topics."""

from collections.abc import Iterator

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus, Passage
from bot.content.lint.similar import near_pairs
from bot.nlu.text import fold

_SIMILAR = 0.85
# Shorter texts may be alike by chance.
_SHORTEST = 40


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Pairs of texts that are nearly the same, in one language."""
    for code in corpus.languages:
        passages = [p for p in corpus.passages if p.language == code and _counts(p)]
        folded = [fold(passage.text) for passage in passages]
        for i, j, similarity in near_pairs(folded, _SIMILAR):
            this, other = passages[i], passages[j]
            if not corpus.is_chosen(this.file):
                this, other = other, this
            message = (
                f"{this.where}: {similarity:.0%} the same as {other.where} of {other.room} "
                f"({other.file.name} line {other.line_of('text')})"
            )
            mend = "write it anew for this audience and topic: bands differ in substance"
            yield ContentError(this.file, this.line_of("text"), message, mend)


def _counts(passage: Passage) -> bool:
    return passage.part != "dialogue" and len(passage.text) >= _SHORTEST
