"""What differs by app: how to block or report there, and from what age it may be used."""

from typing import Any

from actions.turn import Message, Turn
from bot.content import Answer
from bot.content.platforms import Platform
from bot.labels import ADULT

REPORT_BLOCK = "report_block"
AGE_TOPICS = ("age_limits", "parent_age_rules")


def say_platform(turn: Turn, topic: str, answer: Answer, cards: list[dict[str, Any]]) -> bool:
    """Answers for the app that the message names, with these cards under it.

    False when that changes nothing.
    """
    platform = turn.platform
    if platform is None:
        return False
    if topic in AGE_TOPICS:
        _say(turn, topic, platform, _age(turn, platform), (), answer, cards)
    elif topic == REPORT_BLOCK:
        kinds = turn.asks or ["report", "block"]
        for kind in kinds:
            steps = platform.steps[turn.language][kind]
            text = _text(turn, f"platform_{kind}", platform)
            under = cards if kind == kinds[-1] else []
            _say(turn, topic, platform, text, steps, answer, under)
    else:
        return False
    return True


def _age(turn: Turn, platform: Platform) -> str:
    """The rule of the child's own country where it is known, else that it may differ."""
    if platform.age is None:
        return platform.age_rule[turn.language]
    country = turn.country_or_default or ""
    if country in platform.ages:
        return _text(turn, "platform_age_here", platform, age=platform.ages[country])
    differs = platform.age_differs or (bool(platform.ages) and not country)
    key = "platform_age_differs" if differs else "platform_age"
    return _text(turn, key, platform, age=platform.age)


def _text(turn: Turn, key: str, platform: Platform, **fill: int) -> str:
    filled = {"platform": platform.name, **{name: str(value) for name, value in fill.items()}}
    return turn.catalogue.text(key, *turn.listener, **filled).text


def _say(
    turn: Turn,
    topic: str,
    platform: Platform,
    text: str,
    steps: tuple[str, ...],
    answer: Answer,
    cards: list[dict[str, Any]],
) -> None:
    shown = [{"title": platform.name, "publisher": platform.name, "url": platform.help}]
    if turn.audience == ADULT:
        shown += [
            {name: s[name] for name in ("title", "publisher", "url")} for s in platform.sources
        ]
    message: Message = {
        "kind": "answer",
        "topic": topic,
        "text": text,
        "steps": list(steps),
        "say_it": answer.say_it if turn.audience != ADULT else None,
        "choices": turn.choices(answer.choices),
        "sources": shown,
        "helplines": cards,
    }
    turn.say(message)
