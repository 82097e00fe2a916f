"""Every topic, for every audience that it lists, in both languages, over HTTP."""

from pathlib import Path

import pytest
import yaml

from tests.talk import Child

LABELS = yaml.safe_load(Path("data/labels.yml").read_text(encoding="utf-8"))["topics"]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("topic", sorted(LABELS))
async def test_a_topic_is_answered(topic: str, language: str, child: Child) -> None:
    for audience in LABELS[topic]["audiences"]:
        await child.opens(language=language, audience=audience, country="PL")
        answer = await child.chooses(f"topic:{topic}")
        if topic == "find_helpline":
            answer.gets(kind="helplines", country="PL")
        else:
            answer.gets(kind="answer", topic=topic)
