"""Whether the examples are many, different, and well marked: what a model can learn from."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.content.errors import ContentError
from bot.content.examples import Example
from bot.content.lint.corpus import Corpus
from bot.content.lint.similar import near_pairs

_FEWEST = 40
_FEWEST_RISKY = 60
_FEWEST_FOLLOW_UP = 25
_FEWEST_OUT_OF_SCOPE = 400
OUT_OF_SCOPE = "out_of_scope"
FOLLOW_UP = "follow_up"
_SIMILAR = 0.85
# Lines of so few words may differ in spelling alone.
_SHORT = 2
# At most this share of a label's lines may begin alike, or be one frame with other words in it.
_FRAME_SHARE = 0.15
_FRAME_LEAST = 5
_OPENING = 3
# The words that a frame is made of are the most frequent of the language.
_FRAME_WORDS = 150
_FRAME_LENGTH = 4
# Different words for each line of a label, at least.
_WORDS_A_LINE = 1.0
# Share of lines with letters beyond a to z, where a language has them.
_MARKED = (0.15, 0.9)
# Brackets, control characters and halves of surrogate pairs.
_FORBIDDEN = re.compile(r"[\[\](){}\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Faults of marks and characters, too few lines, repeated lines, reused frames."""
    examples = [e for e in corpus.examples if not e.technical]
    for example in examples:
        yield from _marks(corpus, example)
    yield from _two_meanings(examples)
    for code in corpus.languages:
        mine = [e for e in examples if e.language == code]
        if not mine:
            continue  # no examples beside these texts
        yield from _counts(corpus, code, mine)
        yield from _repeats(corpus, mine)
        yield from _frames(mine)
        yield from _spelling(code, mine)


def figures(corpus: Corpus) -> tuple[tuple[str, str], ...]:
    """How much was looked at, for the report."""
    catalogue = corpus.catalogue
    rows = [
        ("topics", f"{len(catalogue.topics)} of {len(corpus.labels.topics)}"),
        ("disclosures", f"{len(catalogue.disclosures)} of {len(corpus.labels.disclosures)}"),
        ("texts", str(len(corpus.passages))),
    ]
    for code in corpus.languages:
        mine = [e for e in corpus.examples if e.language == code]
        words = {word for e in mine for word in e.folded.split()}
        marked = sum(map(_is_marked, mine)) / max(1, len(mine))
        row = f"{len(mine)}, {len(words)} different words, {marked:.0%} with marked letters"
        rows.append((f"examples in {code}", row))
    return tuple(rows)


def _marks(corpus: Corpus, example: Example) -> Iterator[ContentError]:
    labels, marks = corpus.labels, example.metadata
    allowed = {
        "risk": labels.risk_levels,
        "stance": labels.stances,
        "disclosure": (None, *labels.disclosures),
        "followup": (None, *corpus.catalogue.followup_ids),
    }
    if example.language not in corpus.languages:
        mend = "name the file nlu.<language>.yml, a language of languages.yml"
        yield _error(example, f"no language `{example.language}`", mend)
    if example.intent not in (*labels.topics, *labels.dialogue_acts, FOLLOW_UP):
        mend = "use a topic or dialogue act of labels.yml"
        yield _error(example, f"no label `{example.intent}`", mend)
    for key, values in allowed.items():
        if marks.get(key) not in values:
            mend = f"use one of {', '.join(str(value) for value in values if value)}"
            yield _error(example, f"`{key}: {marks.get(key)}` is not known", mend)
    if (example.intent == FOLLOW_UP) != ("followup" in marks):
        yield _error(example, "`followup` belongs to the intent follow_up", "write both or neither")
    if marks.get("disclosure") and marks.get("risk") == "none":
        mend = "write the risk of the disclosure, or take `disclosure` out"
        yield _error(example, "a disclosure with risk none", mend)
    bad = _FORBIDDEN.search(example.text)
    if bad:
        mend = "take it out: brackets mean something to Rasa, control characters to nobody"
        yield _error(example, f"the character {bad.group()!r}", mend)
    if example.text.startswith("/"):
        yield _error(example, "it begins with a slash", "a slash is a command to Rasa; take it out")


def _counts(corpus: Corpus, code: str, examples: Sequence[Example]) -> Iterator[ContentError]:
    intents = Counter(e.intent for e in examples)
    disclosures = Counter(str(e.metadata.get("disclosure")) for e in examples)
    followups = Counter(str(e.metadata.get("followup")) for e in examples)
    dialogue = corpus.data / "dialogue" / "acts"
    wanted = []
    for topic in corpus.catalogue.topics.values():
        least = _FEWEST if topic.typical_risk == "none" else _FEWEST_RISKY
        wanted.append((topic.folder, topic.id, intents[topic.id], least))
    for disclosure in corpus.catalogue.disclosures.values():
        wanted.append((disclosure.folder, disclosure.id, disclosures[disclosure.id], _FEWEST_RISKY))
    for act in corpus.labels.dialogue_acts:
        least = _FEWEST_OUT_OF_SCOPE if act == OUT_OF_SCOPE else _FEWEST
        wanted.append((dialogue / act, act, intents[act], least))
    for followup in corpus.catalogue.followup_ids:
        wanted.append((dialogue / FOLLOW_UP, followup, followups[followup], _FEWEST_FOLLOW_UP))
    for folder, name, count, least in wanted:
        if count < least and corpus.complete:
            mend = f"write {least - count} more, each another way to say another thing"
            message = f"{name}: {count} examples in {code}, at least {least}"
            yield ContentError(folder / f"nlu.{code}.yml", 1, message, mend)


def _repeats(corpus: Corpus, examples: Sequence[Example]) -> Iterator[ContentError]:
    for i, j, _ in near_pairs([e.folded for e in examples], _SIMILAR):
        this, other = examples[i], examples[j]
        # A word with and without its marks is typed in two ways, not written twice.
        short = max(len(this.folded.split()), len(other.folded.split())) <= _SHORT
        if not (short and this.label == other.label and this.text != other.text):
            yield _repeat(corpus, this, other)
    seen: dict[str, Example] = {}
    for example in examples:  # too short for trigrams, or nothing but signs
        if len(example.folded) < 3:
            if example.text in seen:
                yield _repeat(corpus, example, seen[example.text])
            seen.setdefault(example.text, example)


def _two_meanings(examples: Sequence[Example]) -> Iterator[ContentError]:
    """The same line under two labels, across languages: Rasa sees one pile of lines."""
    first: dict[str, Example] = {}
    for example in examples:
        other = first.setdefault(example.text, example)
        if other.label != example.label and other.language != example.language:
            mend = f"keep it as {other.label} or as {example.label}, not as both"
            yield _error(example, f'"{example.text}" is also {other.label} ({_place(other)})', mend)


def _repeat(corpus: Corpus, this: Example, other: Example) -> ContentError:
    if not corpus.is_chosen(this.file):
        this, other = other, this
    near = f'"{this.text}" is nearly "{other.text}" ({_place(other)})'
    if this.label != other.label:
        mend = f"decide whether it means {this.label} or {other.label}, and drop the other"
        return _error(this, f"{near}, of {other.label}", mend)
    return _error(this, near, "write something that is said differently, or take it out")


def _frames(examples: Sequence[Example]) -> Iterator[ContentError]:
    counts = Counter(word for e in examples for word in e.folded.split())
    frequent = {word for word, _ in counts.most_common(_FRAME_WORDS)}
    by_label: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_label[example.label].append(example)
    for label, mine in by_label.items():
        most = max(_FRAME_LEAST, int(_FRAME_SHARE * len(mine)))
        openings: defaultdict[str, list[Example]] = defaultdict(list)
        frames: defaultdict[str, list[Example]] = defaultdict(list)
        for example in mine:
            words = example.folded.split()
            if len(words) > _OPENING:
                openings[" ".join(words[:_OPENING])].append(example)
            if len(words) >= _FRAME_LENGTH:
                frame = " ".join(word if word in frequent else "…" for word in words)
                if frame.count("…") < len(words):
                    frames[frame].append(example)
        for what, groups in (("begin with", openings), ("are", frames)):
            for frame, alike in groups.items():
                if len(alike) > most:
                    message = f'{label}: {len(alike)} lines {what} "{frame}", at most {most}'
                    yield _error(alike[most], message, "begin anew: other words, other order")
        different = {word for e in mine for word in e.folded.split()}
        if len(mine) >= _FEWEST and len(different) < _WORDS_A_LINE * len(mine):
            message = f"{label}: {len(different)} different words in {len(mine)} lines"
            yield _error(mine[0], message, "write of other situations in other words")


def _spelling(code: str, examples: Sequence[Example]) -> Iterator[ContentError]:
    """A language with marked letters needs lines with and without them: children leave them out."""
    by_file: defaultdict[object, list[Example]] = defaultdict(list)
    for example in examples:
        by_file[example.file].append(example)
    marked = sum(map(_is_marked, examples)) / len(examples)
    if marked < 0.05:
        return  # a language without marked letters
    for mine in by_file.values():
        share = sum(map(_is_marked, mine)) / len(mine)
        if len(mine) >= _FEWEST and not _MARKED[0] <= share <= _MARKED[1]:
            message = f"{share:.0%} of the lines in {code} have marked letters"
            mend = f"between {_MARKED[0]:.0%} and {_MARKED[1]:.0%}: about half leave them out"
            yield _error(mine[0], message, mend)


def _is_marked(example: Example) -> bool:
    text = example.text
    return not text.isascii() and any(c.isalpha() and not c.isascii() for c in text)


def _place(example: Example) -> str:
    return f"{example.file.parent.name}/{example.file.name} line {example.line}"


def _error(example: Example, message: str, mend: str) -> ContentError:
    return ContentError(example.file, example.line, message, mend)
