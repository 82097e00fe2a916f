"""Rasa's rules, without comparing every one of them with every turn.

A turn is an intent and labels, so there are few. Rasa compares all two hundred rules with it three
times for each message, which takes longer than all actions. Here its policy remembers which rules
fit which turn. Imported where the model is used, never where it is trained.
"""

import json

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

# Many times what intents and entities make together; beyond it the memory begins anew.
_REMEMBERED = 4096

compared = RulePolicy._get_possible_keys
found = RulePolicy._find_action_from_rules


def remembered(policy: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """The rules of `lookup` that fit the turn, compared once."""
    memory: dict[tuple[int, str], frozenset[str]] = policy.__dict__.setdefault("_fitting", {})
    turn = id(lookup), json.dumps(states, sort_keys=True)
    if turn not in memory:
        if len(memory) >= _REMEMBERED:
            memory.clear()
        memory[turn] = frozenset(compared(policy, lookup, states))
    return set(memory[turn])


def by_labels(
    policy: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool,  # Rasa's name for it
) -> tuple[str | None, str | None, bool]:
    """The action of the rule that fits; none is about words, and no words come this far."""
    if use_text_for_last_user_input:
        return None, None, False
    action: tuple[str | None, str | None, bool] = found(policy, tracker, domain, False)
    return action


RulePolicy._get_possible_keys = remembered
RulePolicy._find_action_from_rules = by_labels
