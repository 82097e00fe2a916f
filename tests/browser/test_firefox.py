"""The whole way once in Firefox: every other test here runs in Chromium only."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.browser.conftest import wait_until
from tests.browser.stage import SAYS, TALK, Stage
from tests.browser.test_leaving import ADDRESS, HOLDS_NOTHING


def visits(stage: Stage, language: str) -> dict[str, dict[str, Any]]:
    """What a visitor to /chat saw, by the way out that was taken."""
    program = shutil.which("firefox-esr")
    assert program, "firefox-esr is missing: install the Debian package firefox-esr"
    wishes = {
        "program": program,
        "chat": f"{stage.address}/chat?language={language}&country=PL",
        "says": SAYS[language][:2],
        "exit": ADDRESS[language],
        "holds": HOLDS_NOTHING,
    }
    node = ["node", "widget/test/firefox.mjs", json.dumps(wishes)]
    done = subprocess.run(node, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    seen: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return seen


@pytest.mark.parametrize("language", ["pl", "en"])
def test_an_answer_people_who_help_and_both_ways_out(stage: Stage, language: str) -> None:
    stage.engine.alive.clear()
    seen = visits(stage, language)
    assert list(seen) == ["button", "shift"]
    question, disclosure = SAYS[language][:2]
    for visit in seen.values():
        assert TALK[language][question][0]["text"] in visit["answer"]
        assert TALK[language][disclosure][0]["text"] in visit["support"]
        emergency, line = visit["cards"]
        assert "112" in emergency
        assert "000 000" in line
        assert visit["added"] == 0
        assert visit["held"] == visit["kept"] == [0, 0, "", None, 0, 0, 0]
        assert visit["errors"] == []
    wait_until(lambda: not stage.engine.alive)
