"""Rasa's rules, without comparing every one of them with every turn."""

import json
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

# Many times what intents and entities make together; beyond it the memory begins anew.
_REMEMBERED = 4096


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class RememberedRules(RulePolicy):  # type: ignore[misc]
    """`RulePolicy` that, once it has learned, remembers which rules fit which turn.

    A turn is an intent and labels, so there are few. Rasa compares all two hundred rules with it
    three times for each message, which takes longer than all actions.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._learned = bool(kwargs.get("lookup"))
        self._fitting: dict[tuple[int, str], frozenset[str]] = {}

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if self._learned and use_text_for_last_user_input:
            return None, None, False  # no rule is about words, and no words come this far
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        turn = id(lookup), json.dumps(states, sort_keys=True)
        fitting = self._fitting.get(turn) if self._learned else None
        if fitting is None:
            fitting = frozenset(super()._get_possible_keys(lookup, states))
            if self._learned:
                if len(self._fitting) >= _REMEMBERED:
                    self._fitting.clear()
                self._fitting[turn] = fitting
        return set(fitting)
