"""Lines that stand in the training data and in an evaluation set: such a score means nothing."""

import json
from collections.abc import Iterator

from bot.content.errors import ContentError
from bot.content.examples import Example
from bot.content.lint.corpus import Corpus
from bot.content.lint.similar import near_pairs

_SIMILAR = 0.85
# Words of a line that two people write alike by chance.
_COMMON = 2


def check(corpus: Corpus) -> Iterator[ContentError]:
    """Evaluation lines that are, or nearly are, examples; the fault is on the example."""
    lines: list[Example] = []
    for file in sorted((corpus.root / "tests" / "evaluation").rglob("*.jsonl")):
        for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            text = _text(raw)
            if text is not None:
                lines.append(Example(file, number, None, "", {}, text))
            elif raw.strip():
                mend = 'write one object a line, with "text"'
                yield ContentError(file, number, "no evaluation line", mend)
    examples = [*(e for e in corpus.examples if not e.technical), *corpus.asks]
    if not lines or not examples:
        return
    folded = [line.folded for line in lines]
    for i, j, similarity in near_pairs([e.folded for e in examples], _SIMILAR, folded):
        if not is_common(examples[i]):
            yield _leak(examples[i], lines[j], similarity)


def is_common(line: Example) -> bool:
    """True for a line so short that everybody types it: "help" belongs in both sets."""
    return len(line.folded.split()) <= _COMMON


def _leak(example: Example, line: Example, similarity: float) -> ContentError:
    message = (
        f'"{example.text}" is {similarity:.0%} a line of the evaluation set '
        f"({line.file.name} line {line.line})"
    )
    mend = "take it out of the training data; the evaluation set stays as it is"
    return ContentError(example.file, example.line, message, mend)


def _text(raw: str) -> str | None:
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    text = value.get("text") if isinstance(value, dict) else None
    return text if isinstance(text, str) and text.strip() else None
