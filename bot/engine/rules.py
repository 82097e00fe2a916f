"""Rasa's rules, without comparing every one of them with every turn.

No slot and no loop influences our rules, so what they predict depends on three labels alone: the
intent, the entities beside it, and the actions since. Rasa copies the tracker event by event and
compares all two hundred rules with it three times for each message, which takes longer than all
actions. Here its policy remembers what it found for which labels. Imported where the model is used,
never where it is trained.
"""

from typing import TypeAlias

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

# The action, the rule that says so, and whether a loop was left: Rasa's own answer.
Found: TypeAlias = tuple[str | None, str | None, bool]
# Many times what intents and entities make together; beyond it the memory begins anew.
_REMEMBERED = 4096

compared = RulePolicy._find_action_from_rules


def _labels(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """What the rules can see of the turn: its actions, latest first, the intent, the entities."""
    seen: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            entities = sorted({str(entity["entity"]) for entity in event.entities})
            return (*seen, "", str(event.intent_name), *entities)
        if isinstance(event, ActionExecuted):
            seen.append(str(event.action_name))
    return tuple(seen)


def remembered(
    policy: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool,  # Rasa's name for it
) -> Found:
    """The action of the rule that fits; no rule is about words, and no words come this far."""
    if use_text_for_last_user_input:
        return None, None, False
    memory: dict[tuple[str, ...], Found] = policy.__dict__.setdefault("_found", {})
    turn = _labels(tracker)
    if turn not in memory:
        if len(memory) >= _REMEMBERED:
            memory.clear()
        memory[turn] = compared(policy, tracker, domain, False)
    return memory[turn]


RulePolicy._find_action_from_rules = remembered
