"""Blanks in texts, `{emergency}`, and which texts have them."""

import string

# The blanks that the program fills in, and the dialogue texts that have them.
EMERGENCY = "emergency"
FILLED_TEXTS: dict[str, frozenset[str]] = {
    "safe_reply": frozenset({EMERGENCY}),
    "support_again": frozenset({EMERGENCY}),
    "support_again_once_more": frozenset({EMERGENCY}),
    "support_again_friend_at_risk": frozenset({EMERGENCY}),
    "support_again_own_harmful_behaviour": frozenset({EMERGENCY}),
    "support_again_own_harmful_behaviour_once_more": frozenset({EMERGENCY}),
    "support_unsure": frozenset({EMERGENCY}),
    "support_unsure_friend_at_risk": frozenset({EMERGENCY}),
    "support_unsure_own_harmful_behaviour": frozenset({EMERGENCY}),
    "platform_block": frozenset({"platform"}),
    "platform_report": frozenset({"platform"}),
    "platform_age": frozenset({"platform", "age"}),
    "platform_age_here": frozenset({"platform", "age"}),
    "platform_age_differs": frozenset({"platform", "age"}),
}


def blanks(text: str) -> set[str] | None:
    """Names of the blanks in a text, `{emergency}` -> emergency; None where braces do not match."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, _, spec, conversion in parts):
        return None
    return {name for _, name, _, _ in parts if name is not None}


def braced(names: frozenset[str]) -> str:
    """The blanks as an editor writes them."""
    return ", ".join(f"{{{name}}}" for name in sorted(names))
