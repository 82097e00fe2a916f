"""How whole talks go: every turn is said to the engine, which remembers what came before.

Each line of `talks.<language>.jsonl` is what a person says in one turn of a `talk`: whether it tells
of `harm`, whether that is `new` in the talk, and which `topics` a good reply may be about. The bot's
replies are the engine's own, so a later line may not fit what was said: as in life. `dev_talks.*` is
the set for tuning; lines that begin with "press:" press the button of that label.
"""

import asyncio
import json
import os
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from bot.product import build
from bot.progress import progress_bar
from bot.settings import Settings
from bot.web import keys
from bot.web.ports import Engine, Turn
from tests.evaluation.shares import Line, table

HERE = Path(__file__).parent
_PRESS = "press:"


def _is_harmless(line: Line) -> bool:
    return bool(line["harm"] == "none")


def _is_new_urgent(line: Line) -> bool:
    return bool(line["new"] and line["harm"] == "urgent")


def _has_topic(line: Line) -> bool:
    return bool(line["topics"] and not line["new"])


def _supported(line: Line) -> bool:
    return "support" in line["kinds"]


def _about(line: Line) -> bool:
    return line["kinds"][0] in ("answer", "support") and line["about"] in line["topics"]


def _offered(line: Line) -> bool:
    return any(choice.partition(":")[2] in line["topics"] for choice in line["choices"])


MEASURES: dict[str, tuple[Callable[[Line], bool], Callable[[Line], bool]]] = {
    "new urgent harm: support": (_is_new_urgent, _supported),
    "new urgent harm: support, or an answer with people who help": (
        _is_new_urgent, lambda line: _supported(line) or line["helplines"],
    ),
    "harmless, nothing told before: support": (
        lambda line: _is_harmless(line) and line["before"] == "none", _supported,
    ),
    "harmless, after harm or an alarm: support": (
        lambda line: _is_harmless(line) and line["before"] != "none", _supported,
    ),
    "nothing new, a topic fits: the reply is about it": (_has_topic, _about),
    "nothing new, a topic fits: it is, or offers it": (
        _has_topic, lambda line: _about(line) or _offered(line),
    ),
    "nothing new, a topic fits: a menu, or not understood": (
        _has_topic, lambda line: line["kinds"][0] in ("choices", "fallback"),
    ),
}  # fmt: skip


def page(name: str = "talks") -> list[str]:
    """Markdown: a measure a row, a language a column."""
    files = sorted(HERE.glob(f"{name}.*.jsonl"))
    lines = [json.loads(text) for file in files for text in file.read_text().splitlines()]
    asyncio.run(_hold(lines))
    said = [line for line in lines if "kinds" in line]
    groups = {lang: list(own) for lang, own in groupby(said, lambda line: str(line["language"]))}
    talks = len({(line["language"], line["talk"]) for line in lines})
    return [
        "",
        "## Whole talks",
        "",
        f"{talks} talks, said turn by turn to the whole product (`tests/evaluation/README.md`).",
        "",
        *table("of these turns", groups, MEASURES),
    ]


async def _hold(lines: list[Line]) -> None:
    """Adds to each line what came back."""
    quiet = {**os.environ, "LATARNIK_LOG_LEVEL": "error"}
    engine = build(Settings.from_environment(quiet))[keys.ENGINE]
    await engine.start()
    done = 0
    with progress_bar("talks", len(lines)) as advance:
        for (language, talk), turns in groupby(
            lines, lambda line: (line["language"], line["talk"])
        ):
            await _talk(engine, f"{language}/{talk}", own := list(turns))
            done += len(own)
            advance(done)
    await engine.stop()


async def _talk(engine: Engine, key: str, lines: list[Line]) -> None:
    about = {name: lines[0][name] for name in ("language", "audience", "country")}
    turn = await engine.open(key, timezone=None, page=None, **about)
    for number, line in enumerate(lines):
        buttons = {c["label"]: c["id"] for m in turn.messages for c in m.get("choices") or ()}
        label = line["text"].removeprefix(_PRESS).strip()
        before = turn.state["risk"]
        if not line["text"].startswith(_PRESS):
            turn = await engine.say(key, f"m{number}", text=line["text"])
            line.update(_came(turn), before=before)
        elif label in buttons:
            turn = await engine.say(key, f"m{number}", choice=buttons[label])
    await engine.forget(key)


def _came(turn: Turn) -> Line:
    messages = turn.messages
    return {
        "kinds": [message["kind"] for message in messages],
        "about": next((m["topic"] for m in messages if m.get("topic")), None),
        "choices": [choice["id"] for m in messages for choice in m.get("choices") or ()],
        "helplines": any(m.get("helplines") for m in messages),
    }
