"""Whoever logs, and however: no word that somebody wrote comes out."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# In a process of its own, because logging is configured once a process.
PROGRAM = r'''
import io, logging, os, sys, threading, types, warnings
from bot import logs
assert "rasa" not in sys.modules
logs.configure("debug")
import structlog
CANARY = "moja tajemnica 1234"

log = structlog.get_logger()
log.info("request", route="/x", status=200, seconds=0.1, text=CANARY, user_text=CANARY)
log.info(CANARY)
log.info("one.word", answer=CANARY, address="http://127.0.0.1:1")
try:
    secret = CANARY
    raise ValueError(CANARY)
except ValueError:
    log.exception("turn_failed")
    logging.getLogger("aiohttp.server").exception("Error handling request from %s", CANARY)
    logging.getLogger("own").error("engine_failed", exc_info=True)
logging.getLogger("somebody").warning(f"said {CANARY}")
logging.getLogger("rasa.core.processor").warning(CANARY)
warnings.warn(CANARY)

rasa = types.ModuleType("rasa.core.processor")
rasa.structlog = structlog
exec("""
log = structlog.get_logger()
def speak(text):
    log.debug("processor.message.parse", parse_data_text=text)
    log.warning("message.parsing.failed", user_text=text)
    log.error("rest.message.received.failure", text=text)
""", rasa.__dict__)
rasa.speak(CANARY)

def fail():
    raise RuntimeError(CANARY)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
assert os.environ["TF_CPP_MIN_LOG_LEVEL"] == "3"
'''


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_nothing_that_was_written_is_logged() -> None:
    done = run(PROGRAM)
    assert done.stdout == ""
    assert "tajemnica" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    allowed = {"time", "level", "event", "class", "at", "route", "status", "seconds", "address"}
    assert all(set(line) <= allowed for line in lines)
    told = [(line["event"], line.get("class")) for line in lines]
    assert told == [
        ("request", None),
        ("unnamed", None),
        ("one.word", None),
        ("turn_failed", "ValueError"),
        ("aiohttp.server", "ValueError"),
        ("engine_failed", "ValueError"),
        ("somebody", None),
        # Of Rasa's own lines only errors remain, without their text.
        ("rest.message.received.failure", None),
        ("thread_failed", "RuntimeError"),
    ]


def test_a_level_hides_what_is_below_it() -> None:
    done = run(
        "from bot import logs; logs.configure('error')\n"
        "import structlog; log = structlog.get_logger()\n"
        "log.info('quiet'); log.error('loud')"
    )
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["loud"]
