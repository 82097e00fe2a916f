"""How well the precise questions about a topic are told apart.

Each line of `questions.<language>.jsonl` is one way to ask (`text`) the `question` of a `topic`, by a
child or an adult (`who`), in a talk about the topic or as a first message (`place`). Many tell of
harm, and are then answered with support first. `dev_questions.*` is the set for tuning.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from bot.progress import progress_bar
from tests.evaluation.shares import Line, table

HERE = Path(__file__).parent


PLACES = {"next": "in a talk about the topic", "first": "as a first message"}


def _named(line: Line) -> tuple[str | None, str | None]:
    got = line["got"]
    return (got["intent"], got["question"]) if got["question"] else (None, None)


def _any(_: Line) -> bool:
    return True


def _own(line: Line) -> bool:
    return _named(line) == (line["topic"], line["question"])


def _other(line: Line) -> bool:
    return _named(line)[1] is not None and not _own(line)


MEASURES: dict[str, Callable[[Line], bool]] = {
    "its own answer": _own,
    "another precise answer": _other,
    "support, as told harm": lambda line: line["got"]["intent"] == "disclosure",
    "the topic's answer": lambda line: (
        line["got"]["intent"] == line["topic"] and not line["got"]["question"]
    ),
    "a next question's answer": lambda line: line["got"]["intent"] == "follow_up",
    "a menu": lambda line: line["got"]["intent"] in ("clarify", "nlu_fallback"),
}


def page(parse: Callable[[Line], Line], name: str = "questions") -> list[str]:
    """Markdown: what a precise question is answered with, a language and place a column."""
    files = sorted(HERE.glob(f"{name}.*.jsonl"))
    lines = [json.loads(text) for file in files for text in file.read_text().splitlines()]
    groups: dict[str, list[Line]] = defaultdict(list)
    with progress_bar("precise questions", len(lines)) as advance:
        for done, line in enumerate(lines, 1):
            asked = {"text": line["text"], "language": line["language"]}
            asked["audience"] = "parent" if line["who"] == "adult" else "age_10_12"
            if line["place"] == "next":
                asked["topic"] = line["topic"]
            group = f"{line['language']}, {PLACES[line['place']]}"
            groups[group].append({**line, "got": parse(asked)})
            advance(done)
    return [
        "",
        "## Precise questions",
        "",
        "Questions about a topic that have an answer of their own, and what they are answered with "
        "(`tests/evaluation/README.md`). A topic has about 14 of them.",
        "",
        *table("answered with", groups, {name: (_any, hit) for name, hit in MEASURES.items()}),
    ]
