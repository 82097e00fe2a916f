"""`make evaluate`: how well the trained model understands lines that no training writer has seen.

Reads `lines.<language>.jsonl` beside this file (how they were made: README.md), writes
`docs/evaluation/README.md` with tables, confidence intervals and plots. `--dev` reads
`dev.<language>.jsonl`, the set for tuning, and writes nothing.
"""

import argparse
import itertools
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.metrics import f1_score

from bot import logs, without_tensorflow
from bot.cli.train import MODEL
from bot.cli.understand import parser
from bot.nlu.lexicon import RiskLexicon
from bot.progress import progress_bar
from tests.evaluation import next_questions, questions, stock, talks
from tests.evaluation.noise import NOISES
from tests.evaluation.shares import Line, share

logs.configure("error")  # before Rasa is imported by the parser
without_tensorflow.leave_out()
HERE = Path(__file__).parent
PUBLIC = HERE / "public"
PAGE = Path("docs/evaluation")
CONSOLE = Console()


def first(line: Line) -> bool:
    """The first ranked topic is right."""
    topics = line["got"]["topics"]
    return bool(topics) and topics[0][0] == line["topic"]


def among(line: Line) -> bool:
    """The reply is about the topic, or offers it: answered, among the choices, or supported."""
    got = line["got"]
    if got["intent"] == "disclosure":
        # The support reply is right when there was something to support, or when its topic fits.
        return line["risk"] != "none" or first(line)
    if got["intent"] in ("clarify",):
        return line["topic"] in got["candidates"]
    if got["intent"] == "nlu_fallback":
        return line["topic"] == "out_of_scope"
    if got["intent"] in ("other_language", "follow_up"):
        return False
    return bool(got["intent"] == line["topic"])


def answered_wrong(line: Line) -> bool:
    """Answered as something that it is not."""
    return line["got"]["intent"] not in (
        "clarify", "nlu_fallback", "disclosure", "other_language", line["topic"],
    )  # fmt: skip


def alarmed(line: Line) -> bool:
    """Understood as urgent."""
    return bool(line["got"]["risk"] == "urgent")


def noticed(line: Line) -> bool:
    """Understood as urgent or concern."""
    return bool(line["got"]["risk"] != "none")


MEASURES: dict[str, tuple[Callable[[Line], bool], Callable[[Line], bool]]] = {
    "topic first": (lambda line: line["topic"] != "out_of_scope", first),
    "topic among answer or choices": (lambda line: line["topic"] != "out_of_scope", among),
    "urgent recall": (lambda line: line["risk"] == "urgent", alarmed),
    "urgent recall, veiled": (lambda line: line["risk"] == "urgent" and line["veiled"], alarmed),
    "urgent noticed at all": (lambda line: line["risk"] == "urgent", noticed),
    "concern noticed": (lambda line: line["risk"] == "concern", noticed),
    "false alarms (urgent) on harmless": (lambda line: line["risk"] == "none", alarmed),
    "false alarms (any) on harmless": (lambda line: line["risk"] == "none", noticed),
    "out of scope answered as something": (
        lambda line: line["topic"] == "out_of_scope", answered_wrong,
    ),
    "stance": (lambda line: line["risk"] != "none", lambda line: line["got"]["stance"] == line["stance"]),
    "disclosure": (
        lambda line: line["disclosure"] is not None and line["risk"] == "urgent",
        lambda line: line["got"]["disclosure"] == line["disclosure"],
    ),
}  # fmt: skip


def table_of(lines: list[Line], groups: dict[str, list[Line]]) -> list[str]:
    """Markdown rows: a measure a row, a group a column."""
    rows = ["| | " + " | ".join(groups) + " |", "|---" * (len(groups) + 1) + "|"]
    for name, (applies, hit) in MEASURES.items():
        cells = [share(filter(applies, group), hit) for group in groups.values()]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


def by(lines: Iterable[Line], key: str) -> dict[str, list[Line]]:
    """Lines grouped by a field."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[str(line.get(key))].append(line)
    return dict(sorted(groups.items()))


def answer_all(parse: Callable[[Line], Line], lines: list[Line], what: str) -> list[float]:
    """Fills `got` of every line; returns the seconds of each."""
    seconds = []
    with progress_bar(what, len(lines)) as advance:
        for done, line in enumerate(lines, start=1):
            started = time.perf_counter()
            line["got"] = parse({"text": line["text"]})
            seconds.append(time.perf_counter() - started)
            advance(done)
    return seconds


def reliability(lines: list[Line]) -> None:
    """Confidence of the first topic against how often it was right, in ten bins."""
    pairs = [(line["got"]["topics"][0][1], first(line)) for line in lines if line["got"]["topics"]]
    confidence = np.array([p for p, _ in pairs])
    right = np.array([hit for _, hit in pairs])
    edges = np.linspace(0, 1, 11)
    xs, ys, ns = [], [], []
    for low, high in itertools.pairwise(edges):
        inside = (confidence >= low) & (confidence < high + (high == 1))
        if inside.any():
            xs.append(confidence[inside].mean())
            ys.append(right[inside].mean())
            ns.append(inside.sum())
    error = sum(n * abs(x - y) for x, y, n in zip(xs, ys, ns, strict=True)) / len(pairs)
    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="0.7")
    axes.plot(xs, ys, marker="o", color="#0b5394")
    axes.set(xlabel="confidence", ylabel="share right", title=f"Calibration (error {error:.3f})")
    figure.tight_layout()
    figure.savefig(PAGE / "reliability.png", dpi=110)
    plt.close(figure)


def bars(lines: list[Line]) -> None:
    """Urgent recall a disclosure category."""
    groups = by((line for line in lines if line["risk"] == "urgent"), "disclosure")
    names = list(groups)
    recalls = [np.mean([alarmed(line) for line in groups[name]]) for name in names]
    figure, axes = plt.subplots(figsize=(7, 5))
    axes.barh(names, recalls, color="#0b5394")
    axes.axvline(0.97, color="#cc0000", linewidth=1)
    axes.set(xlim=(0, 1), title="Urgent recall by what is disclosed (line: 97 %)")
    figure.tight_layout()
    figure.savefig(PAGE / "urgent_recall.png", dpi=110)
    plt.close(figure)


def confusions(lines: list[Line]) -> list[str]:
    """The commonest wrong first topics."""
    pairs = Counter(
        (line["topic"], line["got"]["topics"][0][0])
        for line in lines
        if line["got"]["topics"] and not first(line)
    )
    return [f"| {a} | {b} | {n} |" for (a, b), n in pairs.most_common(25)]


def main() -> int:
    """Measures and writes the page; with --dev prints only."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--dev", action="store_true")
    options.add_argument("--misses", action="store_true", help="with --dev: print missed lines")
    chosen = options.parse_args()
    name = "dev" if chosen.dev else "lines"
    files = sorted(HERE.glob(f"{name}.*.jsonl"))
    lines = [json.loads(x) for f in files for x in f.read_text().splitlines() if x.strip()]
    parse = parser(MODEL)
    parse({"text": "warm up"})
    seconds = answer_all(parse, lines, "understanding")
    languages = by(lines, "language")
    groups = {"all": lines, **languages}
    table = Table("", *groups)
    for row in table_of(lines, groups)[2:]:
        table.add_row(*[cell.strip() for cell in row.strip("| ").split(" | ")])
    CONSOLE.print(table)
    CONSOLE.print(
        f"parse p50 {1e3 * np.median(seconds):.1f} ms, p95 {1e3 * np.percentile(seconds, 95):.1f} ms"
    )
    if chosen.dev:
        print("\n".join(next_questions.page(parse, "dev_next")))
        print("\n".join(questions.page(parse, "dev_questions")))
        print("\n".join(questions.page(parse, "dev_first")))
        print("\n".join(talks.page("dev_talks")))
        if chosen.misses:
            for line in lines:
                if line["risk"] == "urgent" and not alarmed(line):
                    print("MISS", line["language"], line["disclosure"], "|", line["text"])
                if line["risk"] == "none" and noticed(line):
                    print(
                        "FALSE",
                        line["got"]["risk"],
                        line["got"]["disclosure"],
                        line["topic"],
                        "|",
                        line["text"],
                    )
            print("\n".join(confusions(lines)))
        return 0
    write_page(parse, lines, groups, seconds)
    return 0


def lexicon_alone(groups: dict[str, list[Line]]) -> list[str]:
    """Rows of urgent recall and false alarms without any model."""
    lexicon = RiskLexicon.load()
    rows = []
    for name, risk in (("urgent recall", "urgent"), ("false alarms (urgent)", "none")):
        cells = [
            share(
                (x for x in group if x["risk"] == risk),
                lambda x: (a := lexicon.assess_alone(x["text"])) is not None and a.risk == "urgent",
            )
            for group in groups.values()
        ]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


def light_pipeline(groups: dict[str, list[Line]]) -> list[str]:
    """The same lines with the light pipeline: what it costs to do without E5."""
    os.environ["LATARNIK_PIPELINE"] = "light"
    parse = parser(MODEL)
    parse({"text": "warm up"})
    again = {name: [dict(line) for line in group] for name, group in list(groups.items())[1:]}
    lines = [line for group in again.values() for line in group]
    seconds = answer_all(parse, lines, "understanding (light)")
    shown_of = ("topic first", "topic among answer or choices", "urgent recall",
                "false alarms (urgent) on harmless")  # fmt: skip
    rows = []
    for name in shown_of:
        applies, hit = MEASURES[name]
        cells = [share(filter(applies, group), hit) for group in ([*lines], *again.values())]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return [
        "",
        "## The light pipeline",
        "",
        f"`LATARNIK_PIPELINE=light`, without E5. One `parse`: median {1e3 * np.median(seconds):.1f} "
        f"ms, 95 % within {1e3 * np.percentile(seconds, 95):.1f} ms.",
        "",
        "| | all | " + " | ".join(again) + " |",
        "|---" * (len(again) + 2) + "|",
        *rows,
    ]


def public_sets(parse: Callable[[Line], Line]) -> list[str]:
    """What is heard in other people's lines, of which none tells of harm."""
    page = [
        "## Public sets",
        "",
        "Lines of other people that tell of no harm (`tests/evaluation/public/README.md`). CLINC150 "
        "has nothing to do with us, so any answer to it is wrong; the others touch our topics.",
        "",
        "| | alarm (urgent) | any concern | answered as something |",
        "|---|---|---|---|",
    ]
    for file in sorted(PUBLIC.glob("*.jsonl")):
        lines: list[Line] = [
            {**json.loads(text), "topic": "out_of_scope"} for text in file.read_text().splitlines()
        ]
        answer_all(parse, lines, file.stem)
        cells = [share(lines, hit) for hit in (alarmed, noticed, answered_wrong)]
        page.append(f"| {file.stem} | " + " | ".join(cells) + " |")
    return page


def write_page(
    parse: Callable[[Line], Line],
    lines: list[Line],
    groups: dict[str, list[Line]],
    seconds: list[float],
) -> None:
    """docs/evaluation/README.md and its pictures."""
    PAGE.mkdir(parents=True, exist_ok=True)
    reliability(lines)
    bars(lines)
    macro = f1_score(
        [line["topic"] for line in lines],
        [line["got"]["topics"][0][0] if line["got"]["topics"] else "" for line in lines],
        average="macro",
        zero_division=0,
    )
    page = [
        "# How well Latarnik understands",
        "",
        f"Made by `make evaluate` on {time.strftime('%Y-%m-%d')}: {len(lines)} lines that were written "
        "apart from the training data (`tests/evaluation/README.md`). In brackets: 95 % Wilson "
        "intervals. *Among* counts a support reply to somebody in distress as right.",
        "",
        *table_of(lines, groups),
        "",
        f"Macro F1 of the first topic: {macro:.3f}. One `parse`: median {1e3 * np.median(seconds):.1f} ms, "
        f"95 % within {1e3 * np.percentile(seconds, 95):.1f} ms.",
        "",
        "![Calibration](reliability.png)",
        "![Urgent recall](urgent_recall.png)",
    ]
    for key in ("band", "kind", "stance"):
        page += ["", f"## By {key}", "", *table_of(lines, by(lines, key))]
    page += ["", "## By disclosure (urgent recall)", "", "| disclosure | recall |", "|---|---|"]
    for name, group in by((x for x in lines if x["risk"] == "urgent"), "disclosure").items():
        page.append(f"| {name} | {share(group, alarmed)} |")
    page += [
        "",
        "## The lexicon alone",
        "",
        "What still hears a child when the model is gone: phrases and weighted words.",
        "",
        "| | all | " + " | ".join(list(groups)[1:]) + " |",
        "|---" * (len(groups) + 1) + "|",
    ]
    page += lexicon_alone(groups)
    page += light_pipeline(groups)
    page += next_questions.page(parse)
    page += questions.page(parse)
    page += talks.page()
    page += stock.page()
    page += [
        "",
        "## The same lines with noise",
        "",
        "| noise | topic first | urgent recall | false alarms |",
        "|---|---|---|---|",
    ]
    for noise, change in NOISES.items():
        rng = random.Random(7)
        noisy = [{**line, "text": change(line["text"], rng)} for line in lines]
        answer_all(parse, noisy, noise)
        cells = [
            share(filter(applies, noisy), hit)
            for applies, hit in (
                MEASURES["topic first"],
                MEASURES["urgent recall"],
                MEASURES["false alarms (urgent) on harmless"],
            )
        ]
        page.append(f"| {noise} | " + " | ".join(cells) + " |")
    page += ["", *public_sets(parse)]
    page += [
        "",
        "## Commonest confusions",
        "",
        "| is | was taken for | lines |",
        "|---|---|---|",
        *confusions(lines),
    ]
    (PAGE / "README.md").write_text("\n".join(page) + "\n")


if __name__ == "__main__":
    sys.exit(main())
