"""Stock Rasa's default pipeline on the same training and evaluation lines: the peer.

Stock Rasa has one intent for a message, so the intents here are `topic+risk`, and both answers are
read from the best one. Everything else is what `rasa init` of Rasa 3.6 writes. Run as
`python -m tests.evaluation.stock`; it takes the better part of an hour on two cores and writes
`docs/evaluation/stock.json`, which `make evaluate` shows beside our figures.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import yaml

from bot.content.lint.examples import read_examples
from bot.progress import progress_bar

HERE = Path(__file__).parent
RESULT = Path("docs/evaluation/stock.json")
PIPELINE = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {
        "name": "CountVectorsFeaturizer",
        "analyzer": "char_wb",
        "min_ngram": 1,
        "max_ngram": 4,
    },
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
]


def write_project(folder: Path, epochs: int) -> int:
    """A project of `rasa init`'s shape with our lines; returns how many lines."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for example in read_examples(Path("data"))[0]:
        if not example.metadata.get("technical"):
            lines[f"{example.intent}+{example.metadata.get('risk', 'none')}"].append(example.text)
    pipeline = [{**part, "epochs": epochs} if "epochs" in part else part for part in PIPELINE]
    (folder / "config.yml").write_text(
        yaml.safe_dump({"recipe": "default.v1", "language": "pl", "pipeline": pipeline})
    )
    (folder / "nlu.yml").write_text(
        yaml.safe_dump(
            {
                "version": "3.1",
                "nlu": [
                    {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
                    for intent, texts in lines.items()
                ],
            },
            allow_unicode=True,
        )
    )
    (folder / "domain.yml").write_text(
        yaml.safe_dump({"version": "3.1", "intents": sorted(lines)}, allow_unicode=True)
    )
    return sum(map(len, lines.values()))


def main() -> int:
    """Trains, reads every evaluation line, writes the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--epochs", type=int, default=100, help="100 is Rasa's default")
    epochs = options.parse_args().epochs
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        count = write_project(folder, epochs)
        started = time.perf_counter()
        command = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", "nlu.yml",
                   "--config", "config.yml", "--domain", "domain.yml", "--out", "models"]  # fmt: skip
        env = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
        subprocess.run(command, cwd=folder, env=env, check=True)
        trained_in = time.perf_counter() - started
        figures = measure(next((folder / "models").glob("*.tar.gz")))
    figures |= {"epochs": epochs, "lines": count, "trained_in_seconds": round(trained_in)}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))
    return 0


def measure(model: Path) -> dict[str, object]:
    """Hits and totals of each figure, per language."""
    import asyncio

    from rasa.core.agent import Agent

    agent = Agent.load(model)
    counts: defaultdict[str, dict[str, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    files = sorted(HERE.glob("lines.*.jsonl"))
    lines = [json.loads(x) for f in files for x in f.read_text().splitlines() if x.strip()]
    with progress_bar("stock Rasa reads", len(lines)) as advance:
        for done, line in enumerate(lines, start=1):
            parsed = asyncio.run(agent.parse_message(line["text"]))
            topic, _, risk = str(parsed["intent"]["name"]).partition("+")
            found = {
                "topic first": (line["topic"] != "out_of_scope", topic == line["topic"]),
                "urgent recall": (line["risk"] == "urgent", risk == "urgent"),
                "false alarms (urgent) on harmless": (line["risk"] == "none", risk == "urgent"),
                "out of scope answered as something": (
                    line["topic"] == "out_of_scope",
                    topic != "out_of_scope",
                ),
            }
            for name, (applies, hit) in found.items():
                for group in ("all", line["language"]) if applies else ():
                    counts[name][group][0] += hit
                    counts[name][group][1] += 1
            advance(done)
    return {"figures": {name: dict(groups) for name, groups in counts.items()}}


if __name__ == "__main__":
    sys.exit(main())
