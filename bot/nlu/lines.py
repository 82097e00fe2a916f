"""What the training lines teach, and which of them each voter reads.

An encoder takes longer than all else, so it reads a part of the lines: the same ones each time,
whatever their order, since their vectors are kept.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.content.examples import Example
from bot.nlu.e5 import shown_to_encoder
from bot.nlu.heads import join
from bot.nlu.risk import NONE

QUESTIONS = ("topic", "risk", "followup", "stance", "disclosure")
# A rare combination is taught as one of the same topic, risk and follow-up question.
_SAME = 3
# A third of the lines that the encoder never saw is not shown to the voters either and calibrates
# them, where a combination has lines enough.
_HELD, _ENOUGH = 3, 20
# A combination with fewer lines is taught as its neighbour: it takes as long as a large one and
# was learned no better by itself (docs/understanding.md).
_FEW = 25
# An encoder reads so many lines of a combination and one in so many of the rest: more teach it
# little, and training takes minutes less (docs/understanding.md).
_READ = {"use": (60, 6), "e5": (25, 18)}
# Of the ways to ask a precise question an encoder reads so many a language.
_ASKS_READ = {"use": 16, "e5": 8}


def labels_of(example: Example) -> dict[str, str]:
    """Topic, risk, stance, disclosure and follow-up of a training example."""
    return {
        "topic": example.intent,
        "risk": example.metadata.get("risk", NONE),
        "stance": example.metadata.get("stance", "general"),
        "disclosure": example.metadata.get("disclosure", NONE),
        "followup": example.metadata.get("followup", NONE),
    }


def neighboured(combinations: Sequence[tuple[str, ...]]) -> list[str]:
    """The class of each line: its combination, or for a rare one the nearest that is not rare.

    Topic, risk and follow-up stay as they are; without such a neighbour a rare one stays as well.
    """
    many = Counter(combinations)
    common = [combination for combination, lines in many.items() if lines >= _FEW]

    def nearest(own: tuple[str, ...]) -> tuple[str, ...]:
        alike = [other for other in common if other[:_SAME] == own[:_SAME]]
        return max(
            alike,
            key=lambda other: (sum(a == b for a, b in zip(own, other, strict=True)), many[other]),
            default=own,
        )

    known = {own: join(own if lines >= _FEW else nearest(own)) for own, lines in many.items()}
    return [known[own] for own in combinations]


def read_by(encoder: str, texts: Sequence[str], classes: Sequence[str]) -> list[int]:
    """The lines that an encoder reads: the same ones each time, whatever their order."""
    least, share = _READ[encoder]
    order = sorted(range(len(texts)), key=lambda i: _digest(texts[i]))
    seen: Counter[str] = Counter()
    chosen = []
    for i in order:
        seen[classes[i]] += 1
        more = seen[classes[i]] - least
        if more <= 0 or more % share == 0:
            chosen.append(i)
    return sorted(chosen)


def asks_read_by(encoder: str, asks: Sequence[Example]) -> list[int]:
    """The ways to ask that an encoder reads: the same ones each time, whatever their order."""
    seen: Counter[tuple[str, str | None]] = Counter()
    chosen = []
    for i in sorted(range(len(asks)), key=lambda i: _digest(asks[i].text)):
        own = asks[i].label, asks[i].language
        seen[own] += 1
        if seen[own] <= _ASKS_READ[encoder]:
            chosen.append(i)
    return sorted(chosen)


def calibrating(texts: Sequence[str], classes: Sequence[str]) -> npt.NDArray[np.bool_]:
    """The lines that calibrate: the same ones each time, whatever their order."""
    many = Counter(classes)
    return np.array(
        [
            not shown_to_encoder(text) and many[own] >= _ENOUGH and _digest(text)[1] % _HELD == 0
            for text, own in zip(texts, classes, strict=True)
        ]
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
