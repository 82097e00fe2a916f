"""The age of the speaker, and of a parent's child."""

import re
from dataclasses import dataclass

from bot.nlu.text import fold


@dataclass(frozen=True)
class AgeReading:
    """Ages in years, None where nothing was said."""

    speaker: int | None = None
    child: int | None = None


_WORDS = {w: n for n, names in enumerate(["", "", "", "", "cztery four", "piec five", "szesc six", "siedem seven", "osiem eight", "dziewiec nine", "dziesiec ten", "jedenascie eleven", "dwanascie twelve", "trzynascie thirteen", "czternascie fourteen", "pietnascie fifteen", "szesnascie sixteen", "siedemnascie seventeen", "osiemnascie eighteen"]) for w in names.split()}
_N = r"(\d{1,2}|" + "|".join(_WORDS) + ")"
_CHILD = re.compile(rf"\b(corka|syn|dziecko|coreczka|synek|uczen|uczennica|daughter|son|kid|child|my little one)\b.{{0,25}}?\b{_N}\b(?! ?(zl|zlotych|pln|gbp|pounds|dollars|godz|h\b))")
_SPEAKER = [re.compile(p) for p in (
    rf"\b(?:mam|skonczylam|skonczylem|ukonczylam|ukonczylem)\s(?:juz\s|dopiero\s|tylko\s|prawie\s|skonczone\s)?{_N}\s*(?:lat|lata|latek|roczk|l\b)",
    rf"^\s*{_N}\s*(?:lat|lata|latek)\b",
    rf"\b(?:im|i am|i'm|i’m)\s(?:only\s|just\s|almost\s|nearly\s)?{_N}(?:\s*(?:years? old|yrs? old|yo|y/o|y\.o\.)|\s*$|[\s,.!]+(?:and|n|girl|boy|from|but|so|male|female)\b|[,.])",
    rf"\b{_N}\s*(?:yo|y/o|years? old)\b\s*(?:girl|boy|here)?$",
)]  # fmt: skip
_OTHER = re.compile(r"\b(on|ona|kolega|kolezanka|facet|brat|siostra|friend|brother|sister|guy|man|he|she|hes|shes|they|bf|gf|chlopak|dziewczyna)\b")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _WORDS[text]


def read(text: str) -> AgeReading:
    """What the message says about ages."""
    folded = fold(text)
    child = _CHILD.search(folded)
    if child:
        age = _number(child.group(2))
        return AgeReading(child=age if 1 <= age <= 19 else None)
    for pattern in _SPEAKER:
        found = pattern.search(folded)
        if not found:
            continue
        before = folded[max(0, found.start() - 14) : found.start()]
        if pattern is _SPEAKER[-1] and _OTHER.search(before):
            continue
        age = _number(found.group(1))
        if 4 <= age <= 99:
            return AgeReading(speaker=age)
    return AgeReading()
