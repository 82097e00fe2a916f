"""Text as the readers see it: cleaned of what nobody sees, folded where spelling must not matter."""

import re
import unicodedata

MAX_CHARS = 1000
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss"})
_SPACES = re.compile(r"\s+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")


def clean(text: str) -> str:
    """NFKC without control characters, surrogates, zero-width and direction marks; at most 1,000.

    A text after U+0000 would be invisible to the C code of an encoder, so this comes first.
    """
    composed = unicodedata.normalize("NFKC", text[: 4 * MAX_CHARS])
    kept = (
        " " if c in "\t\n\r" else c
        for c in composed
        if c in "\t\n\r" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return _SPACES.sub(" ", "".join(kept)).strip()[:MAX_CHARS]


def strip_diacritics(text: str) -> str:
    """The same letters without marks: "zażółć" -> "zazolc"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def fold(text: str) -> str:
    """Clean, lower case, no diacritics: what two spellings of one message have in common."""
    return strip_diacritics(clean(text).lower())


def squeeze(text: str) -> str:
    """Three or more of the same letter become one: "heeeelp" -> "help"."""
    return _REPEATED.sub(r"\1", text)
