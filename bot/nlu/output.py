"""The answer of `latarnik understand` for one message."""

from typing import Any


def described(parsed: dict[str, Any]) -> dict[str, Any]:
    """From Rasa's parse data to the contract: topics, risk, disclosure, stance, speaker."""
    decision, speaker = parsed.get("decision") or {}, parsed.get("speaker") or {}
    return {
        "topics": [[name, p] for name, p in decision.get("ranking", [])],
        "risk": decision.get("risk", "none"),
        "risk_score": decision.get("risk_score", 0.0),
        "disclosure": decision.get("disclosure"),
        "stance": decision.get("stance", "general"),
        "language": speaker.get("language"),
        "country": speaker.get("country"),
        "age": speaker.get("age"),
        "intent": decision.get("intent"),
        "candidates": decision.get("candidates", []),
        "followup": decision.get("followup"),
        "question": decision.get("question"),
    }
