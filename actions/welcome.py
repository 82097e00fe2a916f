"""First contact: what this is, and at most two questions that can be skipped (P2, T1, T4)."""

from actions.turn import LatarnikAction, Turn


class Welcome(LatarnikAction):
    """Says who speaks before anything else is said."""

    action_name = "action_welcome"

    async def answer(self, turn: Turn) -> None:
        """The notice, then the first open question."""
        turn.say_text("welcome")
        ask_next(turn)


def ask_next(turn: Turn) -> None:
    """Asks for audience, then country, each once; then offers something to talk about."""
    asked = list(turn.slot("asked") or [])
    for name, known in (("audience", turn.audience), ("country", turn.country)):
        if known is None and name not in asked:
            turn.remember(asked=[*asked, name])
            turn.say_text(f"ask_{name}")
            return
    turn.say_text("ready")
