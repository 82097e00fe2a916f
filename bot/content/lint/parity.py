"""Whether every audience and every language has the same: nobody gets less than another."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus
from bot.content.loading import TEACHER
from bot.content.models import Answer, Followups

_PARTS = ("more", "simpler", "say_it")


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Missing audiences, parts, follow-ups and stances, per language."""
    for topic in corpus.catalogue.topics.values():
        own = corpus.labels.topics[topic.id].audiences
        teachers = any(TEACHER in answers for answers in topic.answers.values())
        audiences = (*own, TEACHER) if teachers else own
        for code, answers in topic.answers.items():
            file = topic.folder / f"answers.{code}.yml"
            yield from _missing(file, "answer for", audiences, answers)
            for name in answers.keys() - set(audiences):
                mend = "take it out, or add the audience in labels.yml and topic.yml"
                line = answers[name].line
                yield ContentError(file, line, f"the topic has no audience {name}", mend)
            others = {k: v for k, v in topic.answers.items() if k != code}
            yield from _parts(file, answers, others)
            followups = topic.followups.get(code, {})
            wanted = {name for written in topic.followups.values() for name in written}
            yield from _missing(file, "follow-up", sorted(wanted), followups)
            wanted = {n for written in topic.followups.values() for n in _to_teachers(written)}
            mine = _to_teachers(followups)
            yield from _missing(file, "follow-up for a teacher:", sorted(wanted), mine)
            sections = topic.sections.get(code, {})
            wanted = {name for written in topic.sections.values() for name in written}
            yield from _missing(file, "section", sorted(wanted), sections)
            for name, section in sections.items():
                yield from _missing(file, f"section {name} for", own, section.answers)
            for name in followups.keys() - set(corpus.catalogue.followup_ids):
                mend = f"use one of {', '.join(corpus.catalogue.followup_ids)}"
                line = next(iter(followups[name].values())).line
                yield ContentError(file, line, f"unknown follow-up `{name}`", mend)
    for disclosure in corpus.catalogue.disclosures.values():
        wanted = {name for written in disclosure.replies.values() for name in written}
        for code, replies in disclosure.replies.items():
            file = disclosure.folder / f"replies.{code}.yml"
            yield from _missing(file, "reply for", sorted(wanted), replies)
    texts = corpus.catalogue.texts
    for code, written in texts.items():
        for key, text in written.items():
            for other in texts:
                kinds = {t.kind for t in texts[other].get(key, text).values()}
                if other < code and kinds != {t.kind for t in text.values()}:
                    file = corpus.data / "dialogue" / f"texts.{code}.yml"
                    line = min(t.line for t in text.values())
                    mend = f"write the same `kind` as in texts.{other}.yml"
                    yield ContentError(file, line, f"{key}: another kind than in {other}", mend)


def _missing(
    file: Path, what: str, wanted: Collection[str], written: Collection[str]
) -> Iterator[ContentError]:
    for name in wanted:
        if name not in written:
            mend = f"write {name}, as the other languages and audiences have it"
            yield ContentError(file, 1, f"no {what} {name}", mend)


def _to_teachers(followups: Followups) -> list[str]:
    return [name for name, written in followups.items() if TEACHER in written]


def _parts(
    file: Path, answers: Mapping[str, Answer], others: Mapping[str, Mapping[str, Answer]]
) -> Iterator[ContentError]:
    """`more`, `simpler` and `say_it` that another language has for the audience."""
    for audience, answer in answers.items():
        for part in _PARTS:
            having = [
                code
                for code, written in others.items()
                if audience in written and getattr(written[audience], part)
            ]
            if having and not getattr(answer, part):
                mend = f"write it here too, or take it out of {', '.join(having)}"
                yield ContentError(file, answer.line, f"{audience}: no `{part}`", mend)
