"""`latarnik understand`: JSON lines in, what was understood out: the way in for evaluations."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import typer

from bot.cli.train import MODEL

# What may be known of the talk; the last ones after a disclosure only.
SLOTS = ("language", "audience", "topic", "part", "risk", "disclosure", "heard", "quiet_turns")


def understand() -> None:
    """Read {"text", "language"?, "audience"?} lines on standard input, answer each with a line.

    {"topic"} and the other slots of a talk may be given, too.
    """
    from bot import logs, without_tensorflow

    logs.configure("error")
    without_tensorflow.leave_out()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # we make a thread a core ourselves
    if not MODEL.exists():
        typer.echo(f"no model at {MODEL}: run `latarnik train`", err=True)
        raise typer.Exit(1)
    parse = parser(MODEL)
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            text = asked["text"]
            if not isinstance(text, str):
                raise TypeError
        except (ValueError, KeyError, TypeError) as error:
            typer.echo(f"line {number}: give a JSON object with a text", err=True)
            raise typer.Exit(2) from error
        print(json.dumps(parse(asked), ensure_ascii=False), flush=True)


def parser(model: Path) -> Any:
    """A function from one asked line to its answer, over the model and the masking."""
    from rasa.core.processor import MessageProcessor

    from bot.engine.agent import NoLock, OneTurnTrackers
    from bot.engine.understander import Understander
    from bot.nlu.output import described
    from bot.privacy.masking import Masker

    processor = MessageProcessor(model, OneTurnTrackers(None), NoLock(), None)
    reader, masker = Understander(processor), Masker()

    def parse(asked: dict[str, Any]) -> dict[str, Any]:
        known = {slot: asked.get(slot) for slot in SLOTS}
        return described(reader.parse(masker.mask(asked["text"]).text, known))

    return parse
