"""A sentence that a child wrote is nowhere afterwards: output, database, metrics, model archive."""

import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

PROGRAM = """
import asyncio, os, sys
from bot import logs
logs.configure("debug")
from bot.product import build
from bot.settings import Settings
from bot.web import keys

settings = Settings.from_environment({"LATARNIK_DATABASE_URL": "sqlite:///" + sys.argv[1]})
app = build(settings)
engine = app[keys.ENGINE]

async def main():
    await engine.start()
    await engine.open("key", language="pl", audience=None, country="PL", timezone=None, page=None)
    for number, text in enumerate([
        "kanarekzielony tata mnie bije", "/kanarekzielony{}", "nazywam sie Jan Kanarekzielony",
        "moj mail to kanarekzielony@example.org", "kanarekzielony" * 30,
    ]):
        turn = await engine.say("key", str(number), text=text)
        print(turn.messages)
    conversation = await engine._conversations.get("key")
    print(conversation)
    print(vars(engine._trackers))
    from prometheus_client import generate_latest
    print(app[keys.METERS].exposition() if hasattr(app[keys.METERS], "exposition") else "")

asyncio.run(main())
"""


def test_no_output_and_no_file_holds_what_a_child_wrote(tmp_path: Path) -> None:
    database = tmp_path / "directory.sqlite"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(database)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "support" in done.stdout
    for output in (done.stdout, done.stderr):
        assert "kanarekzielony" not in output.lower()
    with sqlite3.connect(database) as connection:
        dump = "\n".join(connection.iterdump())
    assert "kanarekzielony" not in dump.lower()
    assert "child_helpline" in dump


def test_the_model_archive_holds_no_training_sentence() -> None:
    line = "wujek mnie dotyka i mowi"
    with tarfile.open("models/latarnik.tar.gz") as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member)
            if file is not None and member.name.endswith((".json", ".yml", ".txt")):
                assert line not in file.read().decode("utf-8", "replace")
