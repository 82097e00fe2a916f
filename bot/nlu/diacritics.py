"""Puts Polish letters back where a child left them out ("boje sie" -> "boję się").

The encoders lose 7 to 24 points on Polish without diacritics (docs/understanding.md); a table of
the most frequent spelling of each stripped word, from `wordfreq`, wins nearly all of it back.
"""

import re
from collections.abc import Mapping

from bot.nlu.text import clean, strip_diacritics

_WORD = re.compile(r"[^\W\d_]+")
# A stripped word is replaced only when the spelling with diacritics is this much more frequent.
_DOMINANCE = 1.0


def frequency_table(size: int = 400_000) -> dict[str, str]:
    """Stripped word -> its usual spelling, for Polish words whose usual spelling has diacritics."""
    from wordfreq import get_frequency_dict

    frequencies = get_frequency_dict("pl", wordlist="large")
    best: dict[str, tuple[float, str]] = {}
    for word, frequency in frequencies.items():
        plain = strip_diacritics(word)
        if frequency > best.get(plain, (0.0, ""))[0]:
            best[plain] = (frequency, word)
    table = {
        plain: word
        for plain, (frequency, word) in best.items()
        if word != plain and frequency > _DOMINANCE * frequencies.get(plain, 0.0)
    }
    return dict(sorted(table.items(), key=lambda item: -frequencies[item[1]])[:size])


class Restorer:
    """Restores diacritics word by word; words that already have some are left alone."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table

    def restore(self, text: str) -> str:
        """The text in lower case with the usual Polish spelling of each word."""
        return _WORD.sub(lambda m: self._table.get(m.group(), m.group()), text.lower())

    def for_encoders(self, text: str, language: str | None) -> str:
        """The text as the encoders read it: clean, lower case, Polish letters put back.

        They are put back unless the text is known to be in another language.
        """
        text = clean(text)
        return self.restore(text) if language in ("pl", None) else text.lower()
