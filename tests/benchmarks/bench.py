"""`make bench`: the figures of speed and memory, measured on this machine, as a table and a picture.

Starts the product as a user would (`latarnik serve`), talks to it over HTTP with the lines of the
evaluation set, and, with `--stock`, does the same with stock Rasa (DIET + TED, `rasa run` and
`rasa run actions`) on the same training data. Stock Rasa is trained for two epochs only: its
latency does not depend on how long it was trained.
"""

import argparse
import asyncio
import itertools
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import yaml
from aiohttp import ClientSession, ClientTimeout
from rich.console import Console
from rich.table import Table

from bot.progress import progress_bar

ROOT = Path(__file__).parents[2]
CONSOLE = Console()
_TURNS = 60
_TALKS = 12
_CLIENTS = 50
_SECONDS = 15.0
_MEMORY_TALKS = int(os.environ.get("BENCH_MEMORY_TALKS", "2000"))


def lines() -> list[str]:
    """Messages of both languages, in an order that is always the same."""
    found = []
    for file in sorted((ROOT / "tests/evaluation").glob("lines.*.jsonl")):
        found += [json.loads(line)["text"] for line in file.read_text().splitlines()]
    return sorted(found, key=lambda text: hash_of(text))


def hash_of(text: str) -> int:
    """A stable shuffle."""
    import zlib

    return zlib.crc32(text.encode())


class Served:
    """A server process and what it cost."""

    def __init__(
        self, commands: list[list[str]], address: str, env: dict[str, str], cwd: Path
    ) -> None:
        self.address = address
        started = time.perf_counter()
        self.processes = [
            subprocess.Popen(
                c, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for c in commands
        ]
        self._started = started
        self.ready_after = 0.0

    async def wait(self, path: str) -> None:
        """Until the server answers 200 on `path`."""
        async with ClientSession(timeout=ClientTimeout(total=2)) as session:
            for _ in range(1200):
                try:
                    async with session.get(self.address + path) as got:
                        if got.status == 200:
                            self.ready_after = time.perf_counter() - self._started
                            return
                except OSError:
                    pass
                except TimeoutError:
                    pass
                await asyncio.sleep(0.1)
        raise TimeoutError(f"{self.address} did not become ready")

    def memory(self) -> float:
        """Resident set of the first process and its children, MB."""
        process = psutil.Process(self.processes[0].pid)
        return sum(p.memory_info().rss for p in (process, *process.children(True))) / 1e6

    def stop(self) -> None:
        """Ends all processes."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


class Latarnik:
    """Talks to our API."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session, self._address, self._token = session, address, ""
        self._ids = itertools.count()

    async def open(self) -> None:
        """A new conversation."""
        async with self._session.post(
            self._address + "/api/v1/conversations", json={"language": "pl", "country": "PL"}
        ) as got:
            self._token = (await got.json())["token"]

    async def say(self, text: str) -> float:
        """Seconds until the whole reply is there."""
        started = time.perf_counter()
        async with self._session.post(
            self._address + "/api/v1/messages",
            json={"id": f"m{next(self._ids)}", "text": text},
            headers={"Authorization": f"Bearer {self._token}"},
        ) as got:
            body = await got.json()
            assert got.status == 200, body
        return time.perf_counter() - started

    async def close(self) -> None:
        """Forgets it."""
        async with self._session.delete(
            self._address + "/api/v1/conversations/current",
            headers={"Authorization": f"Bearer {self._token}"},
        ):
            pass


class Stock:
    """Talks to stock Rasa's REST channel."""

    _senders = itertools.count()

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session, self._address, self._sender = session, address, f"s{next(self._senders)}"

    async def open(self) -> None:
        """A new sender each time."""
        self._sender = f"s{next(self._senders)}"

    async def say(self, text: str) -> float:
        """Seconds until the whole reply is there."""
        started = time.perf_counter()
        async with self._session.post(
            self._address + "/webhooks/rest/webhook", json={"sender": self._sender, "message": text}
        ) as got:
            await got.read()
        return time.perf_counter() - started

    async def close(self) -> None:
        """Stock Rasa cannot forget."""


async def measure(
    kind: type[Latarnik] | type[Stock], server: Served, texts: list[str]
) -> dict[str, float]:
    """One client at a time, then fifty at once."""
    first, last, all_turns = [], [], []
    async with ClientSession() as session:
        with progress_bar("one client", _TALKS) as advance:
            for talk in range(_TALKS):
                client = kind(session, server.address)
                await client.open()
                for turn in range(_TURNS):
                    seconds = await client.say(texts[(talk * _TURNS + turn) % len(texts)])
                    all_turns.append(seconds)
                    (first if turn < 5 else last if turn >= _TURNS - 5 else []).append(seconds)
                await client.close()
                advance(talk + 1)
        turns = 0
        end = time.perf_counter() + _SECONDS

        async def one(number: int) -> None:
            nonlocal turns
            client = kind(session, server.address)
            await client.open()
            for turn in itertools.count():
                if time.perf_counter() > end:
                    break
                await client.say(texts[(number * 37 + turn) % len(texts)])
                turns += 1
            await client.close()

        CONSOLE.print(f"{_CLIENTS} conversations at once for {_SECONDS:.0f} s …")
        began = time.perf_counter()
        await asyncio.gather(*(one(n) for n in range(_CLIENTS)))
        rate = turns / (time.perf_counter() - began)
    all_turns.sort()
    return {
        "ready after start, s": server.ready_after,
        "turn p50, ms": statistics.median(all_turns) * 1e3,
        "turn p99, ms": all_turns[int(len(all_turns) * 0.99)] * 1e3,
        "turn 56-60 / turn 1-5": statistics.median(last) / statistics.median(first),
        "turns/s, 50 conversations": rate,
        "memory, MB": server.memory(),
    }


async def memory_growth(server: Served, texts: list[str]) -> float:
    """Megabytes gained over many short conversations that are forgotten at their end."""
    async with ClientSession() as session:
        before = server.memory()
        with progress_bar("conversations for memory", _MEMORY_TALKS) as advance:
            for talk in range(_MEMORY_TALKS):
                client = Latarnik(session, server.address)
                await client.open()
                await client.say(texts[talk % len(texts)])
                await client.close()
                advance(talk + 1)
    return server.memory() - before


def ours(pipeline: str, texts: list[str]) -> dict[str, float]:
    """The product with one pipeline."""
    port = "18080"
    env = {
        **os.environ,
        "LATARNIK_PIPELINE": pipeline,
        "LATARNIK_RATE_LIMIT": "off",
        "LATARNIK_PORT": port,
    }
    server = Served(
        [[sys.executable, "-m", "bot.cli", "serve"]], f"http://127.0.0.1:{port}", env, ROOT
    )
    try:
        asyncio.run(server.wait("/readyz"))
        figures = asyncio.run(measure(Latarnik, server, texts))
        if pipeline == "best":
            figures[f"memory gained over {_MEMORY_TALKS} talks, MB"] = asyncio.run(
                memory_growth(server, texts)
            )
        return figures
    finally:
        server.stop()


STOCK_CONFIG = {
    "recipe": "default.v1",
    "assistant_id": "stock",
    "language": "pl",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 2, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 2},
        {"name": "TEDPolicy", "max_history": 5, "epochs": 2, "constrain_similarities": True},
    ],
}


def stock_project(folder: Path, epochs: int = 2) -> None:
    """Our training data as a stock Rasa project: an answer by a custom action for each intent."""
    config = json.loads(json.dumps(STOCK_CONFIG))
    for component in (*config["pipeline"], *config["policies"]):
        if "epochs" in component:
            component["epochs"] = epochs
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    (folder / "data").mkdir()
    intents = set()
    for number, file in enumerate(sorted((ROOT / "data").rglob("nlu*.yml"))):
        if "technical" in file.parts:
            continue
        intents |= {block["intent"] for block in yaml.safe_load(file.read_text())["nlu"]}
        shutil.copy(file, folder / "data" / f"nlu{number}.yml")
    rules = [
        {"rule": i, "steps": [{"intent": i}, {"action": "action_stock_answer"}]}
        for i in sorted(intents)
    ]
    stories = [
        {
            "story": f"{a} {b}",
            "steps": [
                {"intent": a},
                {"action": "action_stock_answer"},
                {"intent": b},
                {"action": "action_stock_answer"},
            ],
        }
        for a, b in zip(sorted(intents), sorted(intents)[1:], strict=False)
    ]
    (folder / "data/rules.yml").write_text(
        yaml.safe_dump({"version": "3.1", "rules": rules, "stories": stories}, sort_keys=False)
    )
    domain = {"version": "3.1", "intents": sorted(intents), "actions": ["action_stock_answer"]}
    (folder / "domain.yml").write_text(yaml.safe_dump(domain))
    (folder / "endpoints.yml").write_text(
        "action_endpoint: {url: 'http://127.0.0.1:15055/webhook'}\n"
    )
    (folder / "credentials.yml").write_text("rest:\n")
    (folder / "actions.py").write_text(
        "from rasa_sdk import Action\n\n\nclass Answer(Action):\n    def name(self):\n"
        "        return 'action_stock_answer'\n\n    def run(self, dispatcher, tracker, domain):\n"
        "        dispatcher.utter_message(text='answer')\n        return []\n"
    )


def stock(texts: list[str]) -> dict[str, float]:
    """Stock Rasa on the same data."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stock_project(folder)
        rasa = [sys.executable, "-m", "rasa"]
        env = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
        CONSOLE.print("training stock Rasa for two epochs …")
        subprocess.run(
            [*rasa, "train"],
            cwd=folder,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = Served(
            [
                [*rasa, "run", "-p", "15005", "-i", "127.0.0.1"],
                [*rasa, "run", "actions", "-p", "15055"],
            ],
            "http://127.0.0.1:15005",
            env,
            folder,
        )
        try:
            asyncio.run(server.wait("/"))
            return asyncio.run(measure(Stock, server, texts))
        finally:
            server.stop()


LIMITS = {
    "ready after start, s": "15",
    "turn p50, ms": "25 best / 10 light",
    "turn p99, ms": "80 best / 40 light",
    "turn 56-60 / turn 1-5": "1.2",
    "turns/s, 50 conversations": "60, and 5 x stock",
    "memory, MB": "900",
}


def main() -> None:
    """Measures, prints, and writes docs/benchmarks.md."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stock", action="store_true", help="also measure stock Rasa")
    chosen = options.parse_args()
    texts = lines()
    columns = {name: ours(name, texts) for name in ("best", "light")}
    if chosen.stock:
        columns["stock Rasa"] = stock(texts)
    table = Table("", *columns, "to hold")
    rows = [f"| | {' | '.join(columns)} | to hold |", "|---" * (len(columns) + 2) + "|"]
    for figure in dict.fromkeys(f for c in columns.values() for f in c):
        cells: list[Any] = [f"{c[figure]:.1f}" if figure in c else "" for c in columns.values()]
        table.add_row(figure, *cells, LIMITS.get(figure, ""))
        rows.append(f"| {figure} | {' | '.join(cells)} | {LIMITS.get(figure, '')} |")
    CONSOLE.print(table)
    page = ROOT / "docs/benchmarks.md"
    page.write_text(
        "# Speed and memory\n\nMade by `make bench` on two cores, client and server on the same "
        f"machine, {time.strftime('%Y-%m-%d')}. Stock Rasa is DIET + TED with `rasa run` and `rasa run "
        "actions` on the same training data.\n\n" + "\n".join(rows) + "\n"
    )


if __name__ == "__main__":
    main()
