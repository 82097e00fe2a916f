"""What differs by app: how to block or report there, and the app's own lowest age."""

from actions.turn import ADULT, Message, Turn
from bot.content import Answer
from bot.content.platforms import Platform

REPORT_BLOCK, AGE_LIMITS = "report_block", "age_limits"


def say_platform(turn: Turn, topic: str, answer: Answer) -> bool:
    """Answers for the app that the message names; False when that changes nothing."""
    platform = turn.platform
    if platform is None:
        return False
    if topic == AGE_LIMITS and platform.age is not None:
        key = "platform_age_differs" if platform.age_differs else "platform_age"
        _say(turn, topic, platform, key, (), answer)
        return True
    if topic != REPORT_BLOCK:
        return False
    for kind in turn.asks or ("report", "block"):
        steps = platform.steps[turn.language][kind]
        _say(turn, topic, platform, f"platform_{kind}", steps, answer)
    return True


def _say(
    turn: Turn, topic: str, platform: Platform, key: str, steps: tuple[str, ...], answer: Answer
) -> None:
    text = turn.catalogue.text(
        key, turn.language, turn.audience, platform=platform.name, age=str(platform.age)
    )
    message: Message = {
        "kind": "answer",
        "topic": topic,
        "text": text.text,
        "steps": [*text.steps, *steps],
        "say_it": answer.say_it if turn.audience != ADULT else None,
        "choices": turn.choices(answer.choices),
        "sources": [{"title": platform.name, "publisher": platform.name, "url": platform.help}],
    }
    turn.say(message)
