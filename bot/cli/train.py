"""`latarnik train`: from the data to models/latarnik.tar.gz."""

import hashlib
import os
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

MODEL = Path("models/latarnik.tar.gz")
STAMP = MODEL.with_suffix(".stamp")
_SOURCES = ("config.yml", "domain.yml", "data/rules", "data/topics", "data/disclosures",
            "data/dialogue", "data/lexicon", "bot/nlu")  # fmt: skip
# Rasa reads the rules, and enough examples to know that there is something to understand: the
# classifier reads the examples itself (bot/nlu/understanding.py).
_FOR_RASA = ["data/rules", "data/dialogue/acts/technical"]
# Of these only the examples are learned: whoever mends an answer need not train.
_TEXTS = ("data/topics", "data/disclosures", "data/dialogue")


def stamp() -> str:
    """A hash of everything that the model is made from."""
    digest = hashlib.sha256()
    for source in _SOURCES:
        root = Path(source)
        files = [root] if root.is_file() else sorted(root.rglob("*"))
        for file in files:
            words = source in _TEXTS and not file.name.startswith("nlu.")
            if file.suffix in {".yml", ".py", ".json", ".npz"} and not words:
                digest.update(file.as_posix().encode() + b"\x00" + file.read_bytes())
    return digest.hexdigest()


def refresh_danger_words() -> bool:
    """Writes the table of weighted words anew if the examples have changed; True if it did."""
    from bot.content.examples import read_examples
    from bot.content.lint.fresh import lines_of
    from bot.nlu import danger_words

    lines = lines_of(read_examples(Path("data"))[0])
    try:
        if danger_words.DangerWords.load().made_of == danger_words.digest(lines):
            return False
    except (OSError, ValueError):
        pass  # missing or broken: it is made again
    danger_words.DangerWords.fit(lines).save()
    return True


def train(
    force: Annotated[bool, typer.Option(help="Train even if nothing changed.")] = False,
) -> None:
    """Train the model if the data changed; shows progress."""
    # We make a thread a core ourselves. NumPy reads this when it is imported, so it comes first.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    console = Console(stderr=True)
    if refresh_danger_words():
        console.print("The weighted words of the risk lexicon were learned anew.")
    now = stamp()
    if not force and MODEL.exists() and STAMP.exists() and STAMP.read_text() == now:
        console.print("The model is up to date.")
        return
    from bot import logs, without_tensorflow

    logs.configure("warning")
    without_tensorflow.leave_out()
    started = time.monotonic()
    console.print("Training (some minutes when everything is new) …")
    from rasa.model_training import train as rasa_train

    try:
        result = rasa_train(
            domain="domain.yml",
            config="config.yml",
            training_files=_FOR_RASA,
            output=str(MODEL.parent),
            fixed_model_name=MODEL.name.removesuffix(".tar.gz"),
            force_training=force,
        )
    except Exception as error:  # Rasa wraps the reason several times
        reason: BaseException = error
        while reason.__cause__ is not None:
            reason = reason.__cause__
        console.print(f"Training failed: {type(reason).__name__}: {reason}", markup=False)
        raise typer.Exit(1) from error
    if result.model is None:
        console.print("No model was made: see the lines above.")
        raise typer.Exit(1)
    STAMP.write_text(now)
    console.print(f"Trained in {time.monotonic() - started:.0f} s: {MODEL}")
