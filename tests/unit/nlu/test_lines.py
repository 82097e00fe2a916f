"""What the classifier learns from: which lines, and as which combination."""

from bot.nlu.e5 import shown_to_encoder
from bot.nlu.lines import calibrating, neighboured

COMMON = ("sextortion", "urgent", "none", "self", "sextortion_in_progress")
OTHER = ("sextortion", "urgent", "none", "child", "parent_discloses_abuse")


def test_a_rare_combination_is_taught_as_its_nearest_neighbour() -> None:
    rare = ("sextortion", "urgent", "none", "child", "sextortion_in_progress")
    taught = neighboured([*[COMMON] * 30, *[OTHER] * 40, rare])
    assert taught[-1] == "sextortion|urgent|none|child|parent_discloses_abuse"
    assert set(taught) == {"|".join(COMMON), "|".join(OTHER)}


def test_a_rare_combination_keeps_its_topic_and_its_risk() -> None:
    harmless = ("sextortion", "none", "none", "general", "none")
    alone = ("fomo", "concern", "none", "self", "none")
    taught = neighboured([*[COMMON] * 30, harmless, alone])
    assert taught[-2:] == ["|".join(harmless), "|".join(alone)]


def test_lines_that_calibrate_are_new_to_the_encoder_and_of_large_combinations() -> None:
    texts = [f"line {number}" for number in range(900)]
    classes = ["large"] * 890 + ["small"] * 10
    held = calibrating(texts, classes)
    assert 10 < held.sum() < 60
    assert not held[890:].any()
    assert not any(shown_to_encoder(text) for text, own in zip(texts, held, strict=True) if own)
    assert (held == calibrating(texts, classes)).all()
