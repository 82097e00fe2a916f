"""What we put in Rasa's place says what Rasa says."""

from pathlib import Path

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine import rules
from bot.engine.agent import NoLock, OneTurnTrackers
from bot.engine.runner import InOrder

MODEL = Path("models/latarnik.tar.gz")


@pytest.fixture(scope="module")
def processor() -> MessageProcessor:
    return MessageProcessor(MODEL, OneTurnTrackers(None), NoLock(), None)


def asked(processor: MessageProcessor, intent: str) -> DialogueStateTracker:
    """A talk in which this is what was just said."""
    tracker = DialogueStateTracker("talk", processor.domain.slots)
    said = UserUttered("", {"name": intent, "confidence": 1.0})
    tracker.update_with_events([ActionExecuted("action_listen"), said], processor.domain)
    return tracker


def test_the_graph_gives_what_dask_gives(processor: MessageProcessor) -> None:
    runner, target = processor.graph_runner, processor.model_metadata.core_target
    assert isinstance(runner, InOrder)
    for intent in ("greet", "disclosure", "passwords"):
        inputs = {"__tracker__": asked(processor, intent)}
        ours = runner.run(inputs=inputs, targets=[target])
        daskes = DaskGraphRunner.run(runner, inputs=inputs, targets=[target])
        assert ours[target].probabilities == daskes[target].probabilities


def test_every_intent_leads_where_the_plain_rules_lead(
    processor: MessageProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = processor.graph_runner._instantiated_nodes.values()
    [policy] = [node._component for node in nodes if isinstance(node._component, RulePolicy)]
    domain = processor.domain

    def leads(tracker: DialogueStateTracker) -> str:
        likely = policy.predict_action_probabilities(tracker, domain).probabilities
        return str(domain.action_names_or_texts[likely.index(max(likely))])

    def way(intent: str) -> tuple[str, str]:
        """The action for an intent, and what comes after that action."""
        tracker = asked(processor, intent)
        action = leads(tracker)
        tracker.update(ActionExecuted(action))
        return action, leads(tracker)

    first, again = ({i: way(i) for i in domain.intents} for _ in range(2))
    monkeypatch.setattr(RulePolicy, "_find_action_from_rules", rules.compared)
    plain = {i: way(i) for i in domain.intents}
    assert first == again == plain
    assert len(set(plain.values())) > 10
    assert plain["greet"] == ("action_say", "action_listen")


def test_rules_see_nothing_but_labels(processor: MessageProcessor) -> None:
    """What `bot.engine.rules` remembers by would not be enough otherwise."""
    assert not any(slot.influence_conversation for slot in processor.domain.slots)
    assert not processor.domain.form_names
