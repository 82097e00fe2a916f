"""What must never be said, what a reply must hold, forms and words: all from data/lexicon."""

import re
import warnings
from collections.abc import Iterator
from typing import Any

from bot.content import yaml_lines
from bot.content.errors import ContentError, ContentErrors
from bot.content.lint.corpus import Corpus, Passage
from bot.content.loading import ANY
from bot.content.yaml_lines import Mapping
from bot.labels import ADULT

_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]")
_EVERYONE = "everyone"
_ANY_BAND = "age_10_12"


class _BadRule(Exception):
    """A rule file that is not written as it should be: (line, message)."""


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Faults of wording in all languages, and faults of the rule files themselves."""
    for code, language in corpus.languages.items():
        passages = [passage for passage in corpus.passages if passage.language == code]
        for kind, apply in _RULES.items():
            file = language.wording.get(kind)
            if file is None:
                if kind != "gender":  # not every language marks it
                    mend = f"name a file of data/lexicon: `{kind}: {kind}.{code}.yml`"
                    message = f"{code}: no `{kind}` in `wording`"
                    yield ContentError(corpus.languages_file, 1, message, mend)
                continue
            try:
                yield from apply(corpus, yaml_lines.read(file), passages)
            except ContentErrors as found:
                yield from found.errors
            except _BadRule as fault:
                line, message = fault.args
                yield ContentError(file, line, message, "write it as the other rules of this file")


def _never(_: Corpus, raw: Mapping, passages: list[Passage]) -> Iterator[ContentError]:
    for rule in _rules(raw, "never"):
        pattern = _pattern(rule, "say")
        kinds, keys = _list(rule, "in"), _list(rule, "keys")
        for passage in passages:
            if keys and passage.room not in keys:
                continue
            if kinds and not keys and passage.kind not in kinds:
                continue
            for key, text in passage.said:
                if rule.get("own_words"):
                    if key == "say_it":
                        continue
                    text = _QUOTED.sub("…", text)
                found = pattern.search(text)
                if found:
                    said = found.group().strip(" .:;") or found.group()
                    message = f'{passage.where}: never say "{said}": {rule.get("why")}'
                    yield _error(passage, key, message, str(rule.get("mend")))


def _required(_: Corpus, raw: Mapping, passages: list[Passage]) -> Iterator[ContentError]:
    families = raw.get("families")
    if not isinstance(families, Mapping):
        raise _BadRule(raw.line_of("families"), "`families` holds no rules")
    replies = [passage for passage in passages if passage.part == "reply"]
    for name, family in families.items():
        if not isinstance(family, Mapping) or not _list(family, "any_of"):
            raise _BadRule(families.line_of(name), f"{name}: no `any_of`")
        pattern = _compiled("|".join(_list(family, "any_of")), family.line_of("any_of"))
        excepted, stances = _list(family, "except"), _list(family, "stances")
        for passage in replies:
            if passage.room in excepted or (stances and passage.where not in stances):
                continue
            if not any(pattern.search(text) for _, text in passage.said):
                message = f'{passage.where}: nothing of the kind "{name}" is said'
                yield _error(passage, "text", message, str(family.get("mend")))


def _gender(_: Corpus, raw: Mapping, passages: list[Passage]) -> Iterator[ContentError]:
    words, phrases = (_list(raw, key) for key in ("words", "phrases"))
    allowed = {str(word).lower() for word in _list(raw, "allowed")}
    word = _compiled(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", raw.line_of("words"))
    phrase = _compiled("|".join(phrases) or r"(?!)", raw.line_of("phrases"))
    for passage in passages:
        for key, text in passage.said:
            hits = [m.group() for m in word.finditer(text) if m.group().lower() not in allowed]
            hits += [m.group() for m in phrase.finditer(text)]
            for hit in hits:
                message = f'{passage.where}: "{hit}" guesses whether it is a boy or a girl'
                yield _error(passage, key, message, str(raw.get("mend")))


def _jargon(corpus: Corpus, raw: Mapping, passages: list[Passage]) -> Iterator[ContentError]:
    explained = raw.get("explained_in", Mapping())
    if not isinstance(explained, Mapping):
        raise _BadRule(raw.line_of("explained_in"), "`explained_in` holds no words")
    audiences = corpus.labels.audiences
    for band, words in raw.items():
        if band == "explained_in":
            continue
        if band not in (_EVERYONE, *audiences) or not isinstance(words, Mapping):
            raise _BadRule(raw.line_of(band), f"`{band}` is no audience with words")
        upto = len(audiences) if band == _EVERYONE else audiences.index(band) + 1
        mine = set(audiences[:upto]) | ({ADULT} if band == _EVERYONE else set())
        for expression, instead in words.items():
            pattern = _compiled(expression, words.line_of(expression))
            free = _list(explained, expression)
            for passage in passages:
                whom = _ANY_BAND if passage.band == ANY else passage.band
                if whom not in mine or passage.room in free:
                    continue
                for key, text in passage.said:
                    found = pattern.search(text)
                    if found:
                        message = f'{passage.where}: "{found.group()}" is too hard for {whom}'
                        yield _error(passage, key, message, f"say: {instead}")


_RULES = {"never": _never, "required": _required, "gender": _gender, "jargon": _jargon}


def _rules(raw: Mapping, key: str) -> list[Mapping]:
    rules = raw.get(key)
    if not isinstance(rules, list) or not all(isinstance(rule, Mapping) for rule in rules):
        raise _BadRule(raw.line_of(key), f"`{key}` is not a list of rules")
    return rules


def _list(raw: Mapping, key: str) -> list[str]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _BadRule(raw.line_of(key), f"`{key}` is not a list of texts")
    return value


def _pattern(rule: Mapping, key: str) -> re.Pattern[str]:
    value: Any = rule.get(key)
    if not isinstance(value, str):
        raise _BadRule(rule.line, f"a rule without `{key}`")
    return _compiled(value, rule.line_of(key))


def _compiled(expression: str, line: int) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a doubtful expression is a fault as well
            return re.compile(expression, re.IGNORECASE)
    except (re.error, Warning, RecursionError, OverflowError) as error:
        raise _BadRule(line, f"no regular expression: {error}") from None


def _error(passage: Passage, key: str, message: str, mend: str) -> ContentError:
    return ContentError(passage.file, passage.line_of(key), message, mend)
