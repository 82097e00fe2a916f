"""How well a second turn is understood: the next question, or another one.

Each line of `next.<language>.jsonl` says what the talk is about (`topic`, `audience`), what was typed
next (`text`), and which next question it is (`followup`) or, where the subject is changed, which
topic or act (`expected`). `dev_next.*` is the set for tuning.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from bot.progress import progress_bar
from tests.evaluation.shares import Line, table

HERE = Path(__file__).parent
# Where a talk stands: after an answer, and after the reply to a disclosure.
AFTER_HARM = {
    "topic": "sextortion", "disclosure": "sextortion_in_progress", "risk": "urgent",
    "quiet_turns": 0.0, "heard": ["sextortion_in_progress.self"], "part": "support",
}  # fmt: skip
MENUS = ("clarify", "nlu_fallback")


def _asks(line: Line) -> bool:
    return line["followup"] is not None


def _right(line: Line) -> bool:
    got = line["got"]
    if _asks(line):
        return bool(got["followup"] == line["followup"])
    return bool(got["intent"] == line["expected"])


MEASURES: dict[str, tuple[Callable[[Line], bool], Callable[[Line], bool]]] = {
    "next question, its kind": (_asks, _right),
    "next question, taken for one": (_asks, lambda line: line["got"]["intent"] == "follow_up"),
    "next question, answered as a precise one": (_asks, lambda line: bool(line["got"]["question"])),
    "next question, answered with a menu": (_asks, lambda line: line["got"]["intent"] in MENUS),
    "next question, alarm": (_asks, lambda line: line["got"]["risk"] == "urgent"),
    "another subject": (lambda line: not _asks(line), _right),
}


def page(parse: Callable[[Line], Line], name: str = "next") -> list[str]:
    """Markdown: a measure a row, a language and place in the talk a column."""
    files = sorted(HERE.glob(f"{name}.*.jsonl"))
    lines = [json.loads(text) for file in files for text in file.read_text().splitlines()]
    groups: dict[str, list[Line]] = defaultdict(list)
    with progress_bar("next questions", 2 * len(lines)) as advance:
        for place, known in (("after an answer", {}), ("after harm was told", AFTER_HARM)):
            for line in lines:
                asked = {"topic": line["topic"], **known}
                asked |= {key: line[key] for key in ("text", "language", "audience")}
                groups[f"{line['language']}, {place}"].append({**line, "got": parse(asked)})
                advance(sum(map(len, groups.values())))
    return [
        "",
        "## Next questions",
        "",
        "Second turns, which only mean something in a talk, and others that change the subject "
        "(`tests/evaluation/README.md`). By chance one kind of 34 would be right in 3 %.",
        "",
        *table("", groups, MEASURES),
    ]
