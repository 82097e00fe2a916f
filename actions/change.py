"""Who is speaking, where, in which language: answers to the first questions, and later changes."""

from actions.find_helpline import say_helplines
from actions.turn import COUNTRY_FOR_HELP, LatarnikAction, Turn
from actions.welcome import ask_next


class ChangeAge(LatarnikAction):
    """The slot `audience` is already set where the message named an age."""

    action_name = "action_change_age"

    async def answer(self, turn: Turn) -> None:
        """Takes the age and goes on, or asks for it."""
        await _go_on(turn, "audience", known=turn.audience is not None)


class ChangeCountry(LatarnikAction):
    """The slot `country` is already set where the message named a country."""

    action_name = "action_change_country"

    async def answer(self, turn: Turn) -> None:
        """Takes the country and shows its helplines when they are needed, or asks for it."""
        await _go_on(turn, "country", known=turn.country is not None)


class ChangeLanguage(LatarnikAction):
    """The slot `language` is already set where the message named or used a language."""

    action_name = "action_change_language"

    async def answer(self, turn: Turn) -> None:
        """Says so in the language that is spoken from now on."""
        if turn.decision.get("changed") == "language":
            turn.say_text("language_changed")
        else:
            turn.say_text("ask_language")


async def _go_on(turn: Turn, name: str, known: bool) -> None:
    asked = list(turn.slot("asked") or [])
    if turn.decision.get("changed") == name or turn.decision.get("skipped") == name:
        if name == "country":
            turn.remember(asked=[*asked, COUNTRY_FOR_HELP])
        if turn.in_distress or turn.slot("topic") == "find_helpline":
            await say_helplines(turn, "here_is_help")
        elif "ready" in asked or turn.slot("topic"):
            turn.say_text(f"{name}_changed")
        else:
            ask_next(turn)
        return
    turn.remember(asked=list(dict.fromkeys([*asked, name])))
    turn.say_text(f"ask_{name}_again" if known else f"ask_{name}")
