"""How much is said at once (DESIGN section 6, anchors S4 and L4)."""

from collections.abc import Iterator

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus, Passage

_BUBBLE = 60
_STEP = 20
_REPLY = 80


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Bubbles, steps and replies that are too long, and more questions than one."""
    for passage in corpus.passages:
        yield from _check(passage)


def _check(passage: Passage) -> Iterator[ContentError]:
    words = len(passage.text.split())
    if words > _BUBBLE:
        mend = "say the point first and move the rest to `steps` or `more`"
        yield _error(passage, "text", f"{words} words in a bubble, at most {_BUBBLE}", mend)
    for number, step in enumerate(passage.steps, 1):
        words = len(step.split())
        if words > _STEP:
            mend = "make it one thing to do, or two steps"
            yield _error(passage, "steps", f"step {number}: {words} words, at most {_STEP}", mend)
    questions = sum(text.count("?") for _, text in passage.said)
    if passage.part == "reply":
        words = sum(len(text.split()) for _, text in passage.said)
        if words > _REPLY:
            mend = "keep thanks, belief, not your fault, the emergency number and one step"
            message = f"{words} words of text, step and sentence to copy, at most {_REPLY}"
            yield _error(passage, "text", message, mend)
    if passage.kind == "support":
        if questions:
            mend = "ask nothing of somebody who tells of harm; say what helps"
            yield _error(passage, "text", "a question", mend)
    elif sum(text.count("?") for key, text in passage.said if key != "say_it") > 1:
        yield _error(passage, "text", "more than one question", "ask one thing at a time")


def _error(passage: Passage, key: str, message: str, mend: str) -> ContentError:
    return ContentError(passage.file, passage.line_of(key), f"{passage.where}: {message}", mend)
