"""NLU examples in Rasa's format, each with its line and metadata."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.content import yaml_lines
from bot.content.catalogue import Catalogue
from bot.content.errors import ContentError, ContentErrors
from bot.nlu.text import fold


@dataclass(frozen=True)
class Example:
    """One line that a user may write. `language` is None where the file names none."""

    file: Path
    line: int
    language: str | None
    intent: str
    metadata: Mapping[str, Any]
    text: str

    @cached_property
    def folded(self) -> str:
        """The text without case, diacritics and signs, as two spellings have it in common."""
        return " ".join("".join(c if c.isalnum() else " " for c in fold(self.text)).split())

    @property
    def technical(self) -> bool:
        """True for the placeholders of intents that only the program gives."""
        return bool(self.metadata.get("technical"))

    @property
    def label(self) -> str:
        """What the line teaches: the intent, with the follow-up or the question where it is one."""
        part = self.metadata.get("followup") or self.metadata.get("question")
        return f"{self.intent}/{part}" if part else self.intent


def read_examples(data: Path) -> tuple[list[Example], list[ContentError]]:
    """All examples below `data`, and the faults of their files."""
    examples: list[Example] = []
    faults: list[ContentError] = []
    for file in sorted(data.rglob("nlu*.yml")):
        try:
            blocks = _blocks(file)
            for block in blocks:
                examples.extend(_lines(file, block, faults))
        except ContentErrors as found:
            faults.extend(found.errors)
    return examples, faults


def taught(data: Path) -> list[Example]:
    """The examples that the classifier learns: all but the placeholders of technical intents.

    Raises ContentErrors, which name file, line and mend.
    """
    examples, faults = read_examples(data)
    if faults:
        raise ContentErrors(faults)
    return [example for example in examples if not example.technical]


def asks_of(catalogue: Catalogue) -> list[Example]:
    """Every way in which a precise question about a topic is asked, as a line of that topic.

    `question` of the metadata is its id, `answered` for whom it has answers: `any`, `parent`.
    """
    return [
        Example(
            topic.folder / f"questions.{language}.yml",
            question.lines.get("asks", question.line) + number,
            language,
            topic.id,
            {"question": name, "answered": tuple(question.answers)},
            text,
        )
        for topic in catalogue.topics.values()
        for language, questions in topic.questions.items()
        for name, question in questions.items()
        for number, text in enumerate(question.asks, 1)
    ]


def _blocks(file: Path) -> list[yaml_lines.Mapping]:
    raw = yaml_lines.read(file)
    blocks = raw.get("nlu")
    if not isinstance(blocks, list) or not all(isinstance(b, yaml_lines.Mapping) for b in blocks):
        mend = "start every block with `- intent:` below `nlu:`"
        error = ContentError(file, raw.line_of("nlu"), "`nlu` is not a list of blocks", mend)
        raise ContentErrors([error])
    return blocks


def _lines(file: Path, block: yaml_lines.Mapping, faults: list[ContentError]) -> Iterator[Example]:
    intent, metadata, body = (block.get(key) for key in ("intent", "metadata", "examples"))
    if not isinstance(intent, str) or not isinstance(body, str):
        mend = "write `intent: …` and `examples: |` with lines `    - …` below"
        faults.append(ContentError(file, block.line, "a block without intent or examples", mend))
        return
    if not isinstance(metadata, Mapping):
        mend = "write `metadata: {risk: none, stance: general}`"
        faults.append(ContentError(file, block.line, f"{intent}: no metadata", mend))
        metadata = {}
    if not body.strip():
        mend = "write lines `    - …` below `examples: |`, or take the block out"
        faults.append(ContentError(file, block.line, f"{intent}: a block without a line", mend))
    language = file.stem.partition(".")[2] or None
    first = block.line_of("examples") + 1
    for offset, line in enumerate(body.splitlines()):
        if not line.strip():
            continue
        if not line.startswith("- ") or not line[2:].strip():
            mend = "write one example a line, each after `- `"
            faults.append(ContentError(file, first + offset, "not an example", mend))
            continue
        yield Example(file, first + offset, language, intent, metadata, line[2:].strip())
