"""Stock Rasa's default pipeline and ours on the same training and evaluation lines: the peer.

Stock Rasa has one intent for a message, so its intents here are `topic+risk`, and both answers are
read from the best one. Everything else is what `rasa init` of Rasa 3.6 writes. Its training time
grows faster than the lines, so both learn from the same part of them. Run as
`python -m tests.evaluation.stock`; it takes the better part of an hour on two cores and writes
`docs/evaluation/stock.json`, which `make evaluate` shows.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.content.examples import Example, taught
from bot.progress import progress_bar
from tests.evaluation.shares import shown

HERE = Path(__file__).parent
RESULT = Path("docs/evaluation/stock.json")
Answers = Callable[[str], tuple[str, str]]
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


def part_of(examples: Sequence[Example], most: int) -> list[Example]:
    """About `most` lines, spread as evenly over intents, risks and languages as there are lines."""
    groups: defaultdict[tuple[Any, ...], list[Example]] = defaultdict(list)
    for example in examples:
        risk = example.metadata.get("risk", "none")
        groups[example.intent, risk, example.language].append(example)
    chance = random.Random(7)
    for group in groups.values():
        chance.shuffle(group)
    rounds = (group[at] for at in range(max(map(len, groups.values()))) for group in groups.values()
              if at < len(group))  # fmt: skip
    return [example for example, _ in zip(rounds, range(most), strict=False)]


def write_project(
    folder: Path,
    examples: Sequence[Example],
    pipeline: Sequence[dict[str, Any]],
    intent: Callable[[Example], str],
) -> None:
    """A project of `rasa init`'s shape with these lines under the intents that `intent` names."""
    blocks: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        how = json.dumps({k: str(v) for k, v in sorted(example.metadata.items())})
        blocks[f"{intent(example)} {how}"].append(example)
    nlu = [
        {
            "intent": name.partition(" ")[0],
            "metadata": json.loads(name.partition(" ")[2]),
            "examples": "".join(f"- {example.text}\n" for example in own),
        }
        for name, own in blocks.items()
    ]
    intents = sorted({block["intent"] for block in nlu})
    for file, content in (
        ("config.yml", {"recipe": "default.v1", "language": "pl", "pipeline": list(pipeline)}),
        ("nlu.yml", {"version": "3.1", "nlu": nlu}),
        ("domain.yml", {"version": "3.1", "intents": intents}),
    ):
        (folder / file).write_text(yaml.safe_dump(content, allow_unicode=True))


def trained(folder: Path) -> tuple[Path, float]:
    """The model of the project in this folder, and the seconds that its training took."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", str(folder / "nlu.yml"),
               "--config", str(folder / "config.yml"), "--domain", str(folder / "domain.yml"),
               "--out", str(folder / "models")]  # fmt: skip
    subprocess.run(command, env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"}, check=True)
    return next((folder / "models").glob("*.tar.gz")), time.perf_counter() - started


def stock(model: Path) -> Answers:
    """Topic and risk as the stock pipeline reads them from its best intent."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)

    def answer(text: str) -> tuple[str, str]:
        parsed = asyncio.run(agent.parse_message(text))
        topic, _, risk = str(parsed["intent"]["name"]).partition("+")
        return topic, risk

    return answer


def ours(model: Path) -> Answers:
    """First topic and risk as Latarnik understands them."""
    from bot.cli.understand import parser

    parse = parser(model)

    def answer(text: str) -> tuple[str, str]:
        got = parse({"text": text})
        return (got["topics"][0][0] if got["topics"] else "", got["risk"])

    return answer


def main() -> int:
    """Trains both, reads every evaluation line with both, writes the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--epochs", type=int, default=100, help="100 is Rasa's default")
    options.add_argument("--lines", type=int, default=8000, help="training lines for both")
    chosen = options.parse_args()
    examples = part_of(taught(Path("data")), chosen.lines)
    pipeline = [
        {**part, "epochs": chosen.epochs} if "epochs" in part else part for part in PIPELINE
    ]
    own = yaml.safe_load(Path("config.yml").read_text())["pipeline"]
    result: dict[str, Any] = {"epochs": chosen.epochs, "lines": len(examples)}
    for name, parts, intent, load in (
        ("latarnik", own, lambda e: e.intent, ours),
        ("stock", pipeline, lambda e: f"{e.intent}+{e.metadata.get('risk', 'none')}", stock),
    ):
        with tempfile.TemporaryDirectory() as made:
            # Ours reads the examples itself: it is told where.
            there = [{**part, "data": made} if "Understanding" in part["name"] else part
                     for part in parts]  # fmt: skip
            write_project(Path(made), examples, there, intent)
            model, seconds = trained(Path(made))
            result[name] = {"trained_in_seconds": round(seconds), **measure(load(model), name)}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    return 0


def measure(answer: Answers, what: str) -> dict[str, Any]:
    """Hits and totals of each figure, per language, and the median time of a line."""
    counts: defaultdict[str, dict[str, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    files = sorted(HERE.glob("lines.*.jsonl"))
    lines = [json.loads(x) for f in files for x in f.read_text().splitlines() if x.strip()]
    seconds = []
    with progress_bar(f"{what} reads", len(lines)) as advance:
        for done, line in enumerate(lines, start=1):
            started = time.perf_counter()
            topic, risk = answer(line["text"])
            seconds.append(time.perf_counter() - started)
            off_topic = line["topic"] == "out_of_scope"
            found = {
                "topic first": (not off_topic, topic == line["topic"]),
                "urgent recall": (line["risk"] == "urgent", risk == "urgent"),
                "false alarms (urgent) on harmless": (line["risk"] == "none", risk == "urgent"),
            }
            for name, (applies, hit) in found.items():
                for group in ("all", line["language"]) if applies else ():
                    counts[name][group][0] += hit
                    counts[name][group][1] += 1
            advance(done)
    median = sorted(seconds)[len(seconds) // 2]
    figures = {name: dict(groups) for name, groups in counts.items()}
    return {"median_ms": round(1e3 * median, 1), "figures": figures}


def page() -> list[str]:
    """Both systems after the same training, if `python -m tests.evaluation.stock` was run."""
    if not RESULT.exists():
        return []
    found = json.loads(RESULT.read_text())
    both = {"Latarnik": found["latarnik"], "stock Rasa": found["stock"]}
    figures = found["latarnik"]["figures"]
    groups = list(next(iter(figures.values())))
    rows = [
        "",
        "## Beside stock Rasa",
        "",
        f"Rasa's default pipeline (DIET, {found['epochs']} epochs) and ours, both taught the same "
        f"{found['lines']} of our lines, on the evaluation lines. Made by `python -m "
        "tests.evaluation.stock`. Trained in "
        + ", ".join(f"{own['trained_in_seconds']} s ({name})" for name, own in both.items())
        + ", beside other work on the machine; a line takes "
        + ", ".join(f"{own['median_ms']} ms ({name})" for name, own in both.items())
        + " in the median.",
        "",
        "| | " + " | ".join(f"{g}: {name}" for g in groups for name in both) + " |",
        "|---" * (2 * len(groups) + 1) + "|",
    ]
    for name in figures:
        cells = [shown(*own["figures"][name][g]) for g in groups for own in both.values()]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


if __name__ == "__main__":
    sys.exit(main())
