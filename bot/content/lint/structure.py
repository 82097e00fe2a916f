"""Whether a room has everything in its place: ids, numbers of steps and choices, titles, dates."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus, Passage
from bot.content.models import Disclosure, Source, Topic

_MOST_TITLE = 40
_STEPS = (2, 5)
_CHOICES = (2, 3)
_RELATED = (2, 4)
_TIERS = ("A", "B", "C")
_READ_ON = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-[0-3]\d)?")
_DAY = re.compile(r"20\d\d-(0[1-9]|1[0-2])-[0-3]\d")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
# What Latarnik says of itself rests on its own documentation.
_OWN_PAGES = "docs/"
MISUNDERSTOOD = "act:misunderstood"


def check(corpus: Corpus) -> Iterator[ContentError]:
    """All faults of structure; with `complete` also what nobody has written yet."""
    for topic in corpus.catalogue.topics.values():
        yield from _topic(corpus, topic)
    for disclosure in corpus.catalogue.disclosures.values():
        yield from _disclosure(corpus, disclosure)
    for passage in corpus.passages:
        yield from _passage(passage)
    for code, labels in corpus.catalogue.choice_labels.items():
        for choice, label in labels.items():
            if len(label) > _MOST_TITLE:
                file = corpus.data / "dialogue" / f"choices.{code}.yml"
                yield _long_title(file, _line(file, choice), choice, label)
    if corpus.complete:
        yield from _not_written(corpus)


def _topic(corpus: Corpus, topic: Topic) -> Iterator[ContentError]:
    file, lines, label = topic.folder / "topic.yml", topic.lines, corpus.labels.topics[topic.id]
    for key in ("group", "audiences", "typical_risk"):
        own, fixed = getattr(topic, key), getattr(label, key)
        if own != fixed:
            wanted = fixed if isinstance(fixed, str) else f"[{', '.join(fixed)}]"
            mend = f"write `{key}: {wanted}`"
            yield ContentError(file, lines.get(key, 1), f"`{key}` is not that of labels.yml", mend)
    if topic.folder.parent.name != label.group:
        mend = f"move the folder to data/topics/{label.group}"
        yield ContentError(file, 1, f"the folder is not in the group {label.group}", mend)
    if not _RELATED[0] <= len(topic.related) <= _RELATED[1]:
        mend = "name two to four topics that lead on"
        yield ContentError(file, lines.get("related", 1), "wrong number of `related`", mend)
    for name in topic.related:
        if name not in corpus.labels.topics or name == topic.id:
            mend = "use the id of another topic of labels.yml"
            yield ContentError(file, lines.get("related", 1), f"`related`: no topic `{name}`", mend)
    yield from _room(corpus, file, topic)


def _disclosure(corpus: Corpus, disclosure: Disclosure) -> Iterator[ContentError]:
    file, lines = disclosure.folder / "disclosure.yml", disclosure.lines
    risk = corpus.labels.disclosures[disclosure.id].risk
    if disclosure.risk != risk:
        mend = f"write `risk: {risk}`"
        yield ContentError(file, lines.get("risk", 1), "`risk` is not that of labels.yml", mend)
    if disclosure.topic not in corpus.labels.topics:
        mend = 'use the id of the topic that "tell me more" leads to'
        yield ContentError(
            file, lines.get("topic", 1), f"no topic `{disclosure.topic}` in labels.yml", mend
        )
    for name in disclosure.also:
        if name not in corpus.labels.topics or name == disclosure.topic:
            mend = "use the ids of other topics of labels.yml, or take it out"
            yield ContentError(file, lines.get("also", 1), f"`also`: no topic `{name}`", mend)
    yield from _room(corpus, file, disclosure)


def _room(corpus: Corpus, file: Path, room: Topic | Disclosure) -> Iterator[ContentError]:
    written_in = "answers" if isinstance(room, Topic) else "replies"
    for language, title in room.titles.items():
        if len(title) > _MOST_TITLE:
            written = room.folder / f"{written_in}.{language}.yml"
            yield _long_title(written, 1, "title", title)
    for language, title in room.adult_titles.items() if isinstance(room, Topic) else ():
        if len(title) > _MOST_TITLE:
            written = room.folder / f"answers.{language}.yml"
            yield _long_title(written, 1, "title_parent", title)
    for language, sections in room.sections.items() if isinstance(room, Topic) else ():
        for name, section in sections.items():
            if len(section.title) > _MOST_TITLE:
                written = room.folder / f"answers.{language}.yml"
                yield _long_title(written, 1, name, section.title)
    if not room.resource_kinds:
        mend = "name the kinds of helplines that fit, such as child_helpline"
        yield ContentError(file, room.lines.get("resource_kinds", 1), "no `resource_kinds`", mend)
    if not _DAY.fullmatch(room.review.due):
        mend = 'write the day as `due: "2027-05-01"`'
        yield ContentError(file, room.lines.get("review", 1), "`review.due` is no day", mend)
    if room.review.on is not None and not _DAY.fullmatch(room.review.on):
        mend = 'write the day as `on: "2027-01-31"`'
        yield ContentError(file, room.lines.get("review", 1), "`review.on` is no day", mend)
    if not room.sources:
        mend = "write at least one source: where the facts were read"
        yield ContentError(file, room.lines.get("sources", 1), "no sources", mend)
    ids = [source.id for source in room.sources]
    for source in room.sources:
        if ids.count(source.id) > 1:
            mend = "give every source an id of its own"
            yield ContentError(file, source.line, f"two sources `{source.id}`", mend)
        yield from _source(corpus, file, source)


def _source(corpus: Corpus, file: Path, source: Source) -> Iterator[ContentError]:
    own_page = source.url.startswith(_OWN_PAGES) and (corpus.root / source.url).is_file()
    if not own_page and not _ADDRESS.fullmatch(source.url):
        mend = "copy the whole address of the page, with https://, or name a page of docs/"
        yield ContentError(file, source.line, f"{source.id}: `url` is no web address", mend)
    if source.tier not in _TIERS:
        mend = "A is an official or research source, B a known organisation, C anything else"
        yield ContentError(file, source.line, f"{source.id}: `tier` is not A, B or C", mend)
    if not _READ_ON.fullmatch(source.read_on):
        mend = 'write when it was read, as `read_on: "2026-11"`'
        yield ContentError(file, source.line, f"{source.id}: `read_on` is no month", mend)


def _passage(passage: Passage) -> Iterator[ContentError]:
    steps, choices = len(passage.steps), len(passage.answer.choices)
    if passage.part == "answer":
        if not _STEPS[0] <= steps <= _STEPS[1]:
            mend = "write two to five things that one can do"
            yield _at(passage, "steps", f"{steps} steps", mend)
        if not _CHOICES[0] <= choices <= _CHOICES[1]:
            mend = "write two or three choices that lead on"
            yield _at(passage, "choices", f"{choices} choices", mend)
    if passage.part == "reply":
        if steps != 1:
            yield _at(passage, "steps", f"{steps} steps", "write exactly one next step")
        if not passage.answer.choices or passage.answer.choices[-1] != MISUNDERSTOOD:
            mend = f"make {MISUNDERSTOOD} the last choice: the child is right about the child"
            yield _at(passage, "choices", f"{MISUNDERSTOOD} is not the last choice", mend)


def _not_written(corpus: Corpus) -> Iterator[ContentError]:
    file = corpus.data / "labels.yml"
    rooms = (
        ("topic", corpus.labels.topics, corpus.catalogue.topics),
        ("disclosure", corpus.labels.disclosures, corpus.catalogue.disclosures),
    )
    for kind, named, written in rooms:
        for name in named:
            if name not in written:
                mend = f"write its folder in data/{kind}s, as docs/writing-answers.md tells"
                yield ContentError(file, _line(file, name), f"{kind} {name}: not written yet", mend)


def _at(passage: Passage, key: str, message: str, mend: str) -> ContentError:
    return ContentError(passage.file, passage.line_of(key), f"{passage.where}: {message}", mend)


def _long_title(file: Path, line: int, what: str, title: str) -> ContentError:
    message = f"{what}: {len(title)} characters, at most {_MOST_TITLE} fit on a button"
    return ContentError(file, line, message, "make it shorter")


def _line(file: Path, key: str) -> int:
    """The line that begins with the key."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = (n for n, line in enumerate(lines, 1) if line.strip().startswith(f"{key}:"))
    return next(found, 1)
