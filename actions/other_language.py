"""A message in a language that is not spoken here."""

from actions.turn import LatarnikAction, Turn


class OtherLanguage(LatarnikAction):
    """Says in that language which languages are spoken, and shows a helpline all the same."""

    action_name = "action_other_language"

    async def answer(self, turn: Turn) -> None:
        """The sentence for that language where one is written, else the general one."""
        code = turn.decision.get("language") or ""
        text = turn.catalogue.other_language(code)
        turn.say(
            {
                "kind": "notice",
                "text": text,
                "choices": turn.choices(f"language:{c}" for c in turn.catalogue.languages),
                "helplines": await turn.helplines(()),
            }
        )
