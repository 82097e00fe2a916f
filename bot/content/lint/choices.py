"""Whether choices lead somewhere, and whether what is written can be reached."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus, Passage

# Forms of a text that the program picks by itself (actions/turn.py).
_GENTLE, _ONCE_MORE = "_gentle", "_once_more"
# The program adds these by itself where there is more to say.
_ADDED = ("act:more", "act:simpler")
_PROGRAM = ("bot", "actions")
# A key that the program puts together has at least so many letters of its own.
_TELLING = 4
_KEY = re.compile(r"[a-z_]+")


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Dead ends, repeated choices, labels and texts that nothing uses."""
    for passage in corpus.passages:
        yield from _choices(corpus, passage)
    yield from _unused_labels(corpus)
    yield from _unused_texts(corpus)


def _choices(corpus: Corpus, passage: Passage) -> Iterator[ContentError]:
    catalogue, choices = corpus.catalogue, passage.answer.choices
    leading = 0
    for choice in choices:
        kind, _, value = choice.partition(":")
        label = corpus.labels.topics.get(value) if kind == "topic" else None
        if label is not None:
            if passage.part == "answer" and value == passage.room:
                yield _error(passage, f"{choice} leads back to this answer", "choose another topic")
            if passage.part == "answer" and passage.band not in label.audiences:
                wanted = ", ".join(label.audiences)
                mend = f"choose a topic that is written for {passage.band} ({value}: {wanted})"
                yield _error(passage, f"{choice} is not for {passage.band}", mend)
            leading += value in catalogue.topics
        elif not catalogue.has_choice(choice):
            mend = "use topic:<id of labels.yml> or act:find_helpline"
            yield _error(passage, f"{choice} leads nowhere", mend)
        elif choice in _ADDED and passage.part == "answer":
            yield _error(passage, f"{choice} is added by the program", "take it out")
        else:
            leading += 1
    if len(set(choices)) < len(choices):
        yield _error(passage, "the same choice twice", "take one out")
    if choices and not leading and not (passage.answer.more or passage.answer.simpler):
        mend = "add one that is written already, such as act:find_helpline"
        yield _error(passage, "every choice leads to a topic that is not written yet", mend)


def _unused_labels(corpus: Corpus) -> Iterator[ContentError]:
    for code, labels in corpus.catalogue.choice_labels.items():
        file = corpus.data / "dialogue" / f"choices.{code}.yml"
        for choice in labels:
            kind, _, value = choice.partition(":")
            known = kind == "topic" and value in corpus.labels.topics
            if not known and not corpus.catalogue.has_choice(choice):
                mend = "correct the id, or take the line out"
                yield ContentError(file, 1, f"{choice} is no choice", mend)


def _unused_texts(corpus: Corpus) -> Iterator[ContentError]:
    """Keys that no line of the program names; acts are said by their own name."""
    files = [f for folder in _PROGRAM for f in sorted((corpus.root / folder).rglob("*.py"))]
    if not files:
        return  # no program beside the data
    used = set(corpus.labels.dialogue_acts)
    made: set[re.Pattern[str]] = set()
    for file in files:
        strings, patterns = _strings(file)
        used |= strings
        made |= patterns
    for code, texts in corpus.catalogue.texts.items():
        file = corpus.data / "dialogue" / f"texts.{code}.yml"
        for key, written in texts.items():
            plain = key.removesuffix(_ONCE_MORE).removesuffix(_GENTLE)
            if plain not in used and not any(pattern.fullmatch(plain) for pattern in made):
                line = min(text.line for text in written.values())
                mend = "take it out, or correct the key"
                yield ContentError(file, line, f"nothing says `{key}`", mend)


def _strings(file: Path) -> tuple[set[str], set[re.Pattern[str]]]:
    """The texts in a program, and patterns of those that it puts together from parts."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):
        return set(), set()
    texts, patterns = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            fixed = [str(p.value) if isinstance(p, ast.Constant) else "" for p in node.values]
            if len("".join(fixed)) >= _TELLING and _KEY.fullmatch("".join(fixed)):
                patterns.add(re.compile("".join(re.escape(p) if p else r"\w+" for p in fixed)))
    return texts, patterns


def _error(passage: Passage, message: str, mend: str) -> ContentError:
    where = f"{passage.where}: {message}"
    return ContentError(passage.file, passage.line_of("choices"), where, mend)
