"""Precise questions: the same in every language, asked in many ways, none taken for another."""

from collections.abc import Iterator

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus
from bot.content.lint.similar import near_pairs

_FEWEST_ASKS = 8
_SIMILAR = 0.9


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Questions that a language or an audience lacks, too few ways to ask, and two that are one."""
    for topic in corpus.catalogue.topics.values():
        wanted = {
            (name, band)
            for questions in topic.questions.values()
            for name, question in questions.items()
            for band in question.answers
        }
        for code, questions in topic.questions.items():
            file = topic.folder / f"questions.{code}.yml"
            for name, band in sorted(wanted):
                if name not in questions or band not in questions[name].answers:
                    message = f"no question {name} for {band}"
                    mend = "write it here too, or take it out of the other languages"
                    yield ContentError(file, 1, message, mend)
            for name, question in questions.items():
                if len(question.asks) < _FEWEST_ASKS:
                    message = f"{name}: {len(question.asks)} ways to ask it"
                    mend = f"write at least {_FEWEST_ASKS}, in other words each"
                    yield ContentError(file, question.line, message, mend)
    for code in corpus.languages:
        mine = [ask for ask in corpus.asks if ask.language == code]
        for i, j, _ in near_pairs([ask.folded for ask in mine], _SIMILAR):
            this, other = mine[i], mine[j]
            if this.label != other.label:
                message = f'"{this.text}" is nearly "{other.text}", of {other.label}'
                mend = "ask it in other words, or make one question of the two"
                yield ContentError(this.file, this.line, message, mend)
