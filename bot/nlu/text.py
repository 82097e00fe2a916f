"""Text as the readers see it: without what nobody sees, folded where spelling must not matter."""

import re
import unicodedata

MAX_CHARS = 1000
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ı": "i",
        "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    }
)  # fmt: skip
_SPACES = re.compile(r"\s+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
# Emoji younger than Python's Unicode tables have no category yet; they are kept all the same.
_EMOJI = range(0x1F000, 0x1FB00)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def _seen(text: str) -> str:
    return "".join(
        " " if c in "\t\n\r\v\f\x85\u2028\u2029" else c
        for c in text
        if c.isprintable()
        or c in "\t\n\r\v\f\x85\u2028\u2029"
        or unicodedata.category(c) not in _UNSEEN
        or ord(c) in _EMOJI
    )


def clean(text: str) -> str:
    """NFKC without control characters, surrogates, zero-width and direction marks.

    At most 1,000 characters, single spaces, none at the ends. A text after U+0000 would be
    invisible to the C code of an encoder, so this comes first. `clean(clean(x)) == clean(x)`.
    """
    text = text[: 4 * MAX_CHARS]
    if not (text.isprintable() and unicodedata.is_normalized("NFKC", text)):
        # What nobody sees goes first: it would keep a letter and its mark from composing.
        text = _seen(unicodedata.normalize("NFKC", _seen(text)))
    text = _SPACES.sub(" ", text).strip()[:MAX_CHARS]
    return text.strip()


def strip_diacritics(text: str) -> str:
    """The same letters without marks, Polish l with stroke too: "zażółć" -> "zazolc"."""
    if text.isascii():
        return text
    text = text.translate(_LETTERS)
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def fold(text: str) -> str:
    """Clean, lower case, no diacritics: what two spellings of one message have in common."""
    folded = strip_diacritics(clean(text).lower())
    # A mark on its own leaves its space behind.
    return " ".join(folded.split())


def squeeze(text: str) -> str:
    """Three or more of the same letter become two: "heeeeelp" -> "heelp"."""
    return _REPEATED.sub(r"\1\1", text)


class _Flat(dict[int, str]):
    """Code point -> its base letter when that is a single character, filled as it is asked."""

    def __missing__(self, code: int) -> str:
        base = strip_diacritics(chr(code).lower())
        if len(base) != 1:
            base = chr(code)
        if code < 0x250:
            self[code] = base
        return base


_FLAT = _Flat()


def flat(text: str) -> str:
    """Lower case without diacritics, character for character: offsets stay those of `text`."""
    return text.translate(_FLAT)
