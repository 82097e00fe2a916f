"""Sources, web addresses, numbers and names of helplines: what a text may rest on and hold."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus, Passage
from bot.content.models import Disclosure, Topic

_ADDRESS = re.compile(
    r"https?://|www\.|\b[\w-]+\.(?:com|org|net|pl|uk|eu|io|info|gov|edu|ie|de|app|help)\b|\w@\w",
    re.IGNORECASE,
)
# Six digits and more with signs between, or a short number that people know as a helpline's.
_NUMBER = re.compile(
    r"(?<![\w.,])\+?\d(?:[ \-()]?\d){5,}(?!\w)|(?<![\w.,])(?:112|911|999|99[78]|988|116)(?![\w%])"
)
_NAME = re.compile(r"^\s*(?:-\s+)?(?:name|name_en|organization|alternate_name):\s+(.+?)\s*$")
_PARTS = re.compile(r"\s[–—-]\s|\s*[/|(),:;]\s*")
# Kinds of records that are tools to use, not services to call; topics on images may name them.
_TOOLS = ("take it down", "report remove")
_TOOL_GROUPS = ("image", "parents")


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Texts without a source, with an address, a number or the name of a service."""
    catalogue = corpus.catalogue
    names = _service_names(corpus.data / "directory")
    for passage in corpus.passages:
        if passage.part in ("answer", "section", "reply", "question"):
            room: Topic | Disclosure = (
                catalogue.disclosures[passage.room]
                if passage.part == "reply"
                else catalogue.topics[passage.room]
            )
            yield from _sources(passage, {source.id for source in room.sources})
        told = catalogue.disclosures.get(passage.room)
        label = corpus.labels.topics.get(told.topic if told else passage.room)
        tools = label is not None and label.group in _TOOL_GROUPS
        yield from _said(passage, names, tools=tools)
    for topic in catalogue.topics.values():
        yield from _unused(topic)
    for disclosure in catalogue.disclosures.values():
        yield from _unused(disclosure)


def _sources(passage: Passage, known: set[str]) -> Iterator[ContentError]:
    # The answer to a precise question rests on the topic's sources where it names none.
    if not passage.answer.sources and passage.part != "question":
        mend = "name the sources it rests on; a claim without a source is left out"
        yield _error(passage, "sources", "no source", mend)
    for name in passage.answer.sources:
        if name not in known:
            mend = "use an id of `sources` in the room's own file, or add the source there"
            yield _error(passage, "sources", f"no source `{name}` in this room", mend)


def _unused(room: Topic | Disclosure) -> Iterator[ContentError]:
    written = room.answers if isinstance(room, Topic) else room.replies
    texts = [text for of in written.values() for text in of.values()]
    for parts in (room.sections, room.questions) if isinstance(room, Topic) else ():
        texts += [
            t for own in parts.values() for part in own.values() for t in part.answers.values()
        ]
    used = {name for text in texts for name in text.sources}
    file = room.folder / ("topic.yml" if isinstance(room, Topic) else "disclosure.yml")
    for source in room.sources:
        if used and source.id not in used:
            mend = "name it in `sources` of the text that rests on it, or take it out"
            yield ContentError(file, source.line, f"no text rests on `{source.id}`", mend)


def _said(
    passage: Passage, names: re.Pattern[str] | None, *, tools: bool
) -> Iterator[ContentError]:
    for key, text in passage.said:
        found = _ADDRESS.search(text)
        if found:
            mend = "take it out; addresses stand in `sources` and on the cards"
            yield _error(passage, key, f'a web address: "{found.group()}"', mend)
        found = _NUMBER.search(text)
        if found:
            mend = "take it out; cards come from the directory ({emergency} in a text or a step)"
            yield _error(passage, key, f'a telephone number: "{found.group()}"', mend)
        for found in names.finditer(text) if names else ():
            name = found.group()
            if name.lower() in _TOOLS:
                if tools:
                    continue
                mend = "only topics on images, help and parents name this tool"
            elif sum(map(str.isupper, name)) == 1 and _starts_sentence(text, found.start()):
                continue  # ordinary words at the start of a sentence, as far as one can tell
            else:
                mend = 'say "a helpline" or "the people below"; the card has the name'
            yield _error(passage, key, f'the name of a service: "{name}"', mend)


def _service_names(folder: Path) -> re.Pattern[str] | None:
    """Names of the directory that are more than ordinary words, as one expression."""
    names = set()
    generic = _generic_words(folder.parent / "lexicon" / "generic_names.txt")
    for file in sorted(folder.rglob("*.yml")):
        for line in file.read_text(encoding="utf-8").splitlines():
            found = _NAME.match(line)
            if found:
                whole = found.group(1).strip("'\"")
                names.update({whole, *_PARTS.split(whole)})
    kept = [name for name in names if _is_name(name, generic)]
    if not kept:
        return None
    kept.sort(key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, kept))})(?!\w)")


def _is_name(name: str, generic: frozenset[str]) -> bool:
    words = re.findall(r"\w+", name)
    own = [w for w in words if w.lower() not in generic and not w.isdigit()]
    return len(name) > 3 and bool(own) and name[0].isupper()


def _generic_words(file: Path) -> frozenset[str]:
    if not file.exists():
        return frozenset()
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.lower().split())


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in ".?:"


def _error(passage: Passage, key: str, message: str, mend: str) -> ContentError:
    return ContentError(passage.file, passage.line_of(key), f"{passage.where}: {message}", mend)
