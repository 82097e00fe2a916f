"""The same line typed in other ways: what the robustness table is measured with.

Written apart from the errors that the encoder practises with (`bot/nlu/tuning.py`). The kinds of
slips are alike, though, so those of a child may cost more than these do.
"""

import random
from collections.abc import Callable

from bot.nlu.text import strip_diacritics

_KEYS = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "s": "ad", "n": "bm", "t": "ry", "k": "jl"}


def typos(text: str, rng: random.Random, rate: float = 0.15) -> str:
    """One slip (missing, doubled, swapped or neighbouring letter) in about one word of seven."""
    words = text.split(" ")
    for index, word in enumerate(words):
        if len(word) < 4 or rng.random() > rate:
            continue
        at = rng.randrange(1, len(word) - 1)
        slip = rng.choice(("drop", "double", "swap", "near"))
        near = rng.choice(_KEYS.get(word[at].lower(), word[at]))
        words[index] = {
            "drop": word[:at] + word[at + 1 :],
            "double": word[:at] + word[at] + word[at:],
            "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            "near": word[:at] + near + word[at + 1 :],
        }[slip]
    return " ".join(words)


NOISES: dict[str, Callable[[str, random.Random], str]] = {
    "no diacritics": lambda text, rng: strip_diacritics(text),
    "typos": typos,
    "upper case": lambda text, rng: text.upper(),
    "emoji": lambda text, rng: text + rng.choice((" 😭", " 🙏", " 😅", " 💀")),
    "no space after comma": lambda text, rng: text.replace(", ", ",").replace(". ", "."),
}
