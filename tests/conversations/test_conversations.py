"""Every scenario of the YAML files beside this one, through the real model over HTTP."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.talk import Child

FILES = sorted(Path(__file__).parent.glob("*.yml"))


def scenarios() -> list[Any]:
    found = []
    for file in FILES:
        for scenario in yaml.safe_load(file.read_text(encoding="utf-8")):
            found.append(pytest.param(scenario, id=f"{file.stem}: {scenario['name']}"))
    return found


@pytest.mark.parametrize("scenario", scenarios())
async def test_scenario(scenario: dict[str, Any], child: Child) -> None:
    answer = await child.opens(**scenario.get("start", {}))
    for step in scenario["talk"]:
        if "says" in step:
            answer = await child.says(step["says"])
        else:
            answer = await child.chooses(step["chooses"])
        answer.gets(**step.get("gets", {}))
