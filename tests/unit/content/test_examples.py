"""Examples that are too few, alike, wrongly marked or known to the evaluation set."""

import json
import random
from pathlib import Path

import pytest

from bot.content.lint import leakage, variety
from bot.content.lint.corpus import Corpus
from bot.content.lint.similar import near_pairs
from tests.unit.content.project import TOPIC, write

NLU = TOPIC / "nlu.en.yml"
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def words(count: int, seed: int = 1) -> list[str]:
    """Made-up words."""
    chance = random.Random(seed)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(count)]


def lines(count: int, seed: int = 1, length: int = 7) -> list[str]:
    """Made-up lines that have nothing in common."""
    made = words(count * length, seed)
    return [" ".join(made[i : i + length]) for i in range(0, len(made), length)]


def block(
    examples: list[str], intent: str = "fomo", marks: str = "risk: none, stance: general"
) -> str:
    """One block in Rasa's format."""
    body = "".join(f"    - {line}\n" for line in examples)
    return f"- intent: {intent}\n  metadata: {{{marks}}}\n  examples: |\n{body}"


def put(project: Path, *blocks: str, file: Path = NLU) -> None:
    """Writes a file of blocks."""
    write(project / file, 'version: "3.1"\nnlu:\n' + "".join(blocks))


def faults(project: Path, rule: object = variety.check) -> list[str]:
    """Messages on the topic's examples, without those on labels that have none."""
    corpus = Corpus.read(project)
    assert not corpus.errors
    found = rule(corpus)  # type: ignore[operator]
    return [f.message for f in found if "examples in" not in f.message or "fomo" in f.message]


def test_forty_different_lines_are_enough(project: Path) -> None:
    put(project, block(lines(40)))

    assert faults(project) == []


def test_too_few_lines_name_how_many_are_missing(project: Path) -> None:
    put(project, block(lines(38)))

    (fault,) = [f for f in variety.check(Corpus.read(project, (), True)) if "fomo" in f.message]

    assert fault.message == "fomo: 38 examples in en, at least 40"
    assert fault.mend.startswith("write 2 more")


@pytest.mark.parametrize(
    ("again", "label"),
    [("{0}", "fomo"), ("{0} {1}", "fomo"), ("{0}?!", "fomo"), ("{0}", "sleep_phone")],
    ids=["same", "nearly", "signs", "other label"],
)
def test_a_line_that_comes_again_is_named(project: Path, again: str, label: str) -> None:
    written = lines(40, length=12)
    repeat = again.format(written[0], "ba")
    put(project, block(written), block([repeat], intent=label))

    (fault,) = [f for f in variety.check(Corpus.read(project)) if "is nearly" in f.message]

    assert fault.line == 5 + 40 + 4
    assert "line 6" in fault.message
    assert ("decide" in fault.mend) == (label != "fomo")


def test_a_short_line_may_come_in_two_spellings_of_one_label(project: Path) -> None:
    put(project, block([*lines(38), "czesc", "cześć"]))
    assert faults(project) == []

    put(project, block([*lines(38), "czesc"]), block(["cześć"], intent="greet"))
    assert any("of greet" in fault or "of fomo" in fault for fault in faults(project))


def test_one_frame_with_other_words_in_it_is_no_variety(project: Path) -> None:
    frame = [f"how can i {a} my {b} now" for a, b in zip(words(12, 5), words(12, 6), strict=True)]
    put(project, block([*lines(40, 3), *frame]))

    found = faults(project)

    assert any('begin with "how can i"' in fault for fault in found)
    assert any("lines are" in fault for fault in found)


def test_few_different_words_are_no_variety(project: Path) -> None:
    few = words(20)
    chance = random.Random(2)
    put(project, block([" ".join(chance.sample(few, 12)) for _ in range(45)]))

    assert "fomo: 20 different words in 45 lines" in faults(project)


def test_a_file_needs_lines_with_and_without_marks(project: Path) -> None:
    file = TOPIC / "nlu.pl.yml"
    marked = [line + " żółć" for line in lines(45)]
    put(project, block(marked), file=file)
    assert "100% of the lines in pl have marked letters" in faults(project)

    put(project, block([*marked[:20], *lines(25, 9)]), file=file)
    assert faults(project) == []


@pytest.mark.parametrize(
    ("line", "marks", "message"),
    [
        ("look [here](thing) now", "risk: none, stance: general", "the character '['"),
        ("i am sad :(", "risk: none, stance: general", "the character '('"),
        ("/restart the thing", "risk: none, stance: general", "begins with a slash"),
        ("one thing more", "risk: huge, stance: general", "`risk: huge` is not known"),
        ("one thing more", "risk: none, stance: uncle", "`stance: uncle` is not known"),
        (
            "one thing more",
            "risk: urgent, stance: self, disclosure: sadness",
            "`disclosure: sadness`",
        ),
        ("one thing more", "risk: none, stance: self, disclosure: self_harm", "with risk none"),
        ("one thing more", "risk: none, stance: self, followup: who_to_tell", "`followup` belongs"),
    ],
)
def test_wrong_marks_and_characters(project: Path, line: str, marks: str, message: str) -> None:
    put(project, block(lines(40)), block([line], marks=marks))

    (fault,) = faults(project)

    assert message in fault


def test_an_unknown_label_is_named(project: Path) -> None:
    put(project, block(lines(40)), block(["one thing more"], intent="fun"))

    assert "no label `fun`" in faults(project)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nlu: 5\n", "`nlu` is not a list"),
        ("nlu:\n- intent: fomo\n", "a block without intent or examples"),
        ("nlu:\n- intent: fomo\n  examples: |\n    - one\n", "no metadata"),
        (
            "nlu:\n- intent: fomo\n  metadata: {risk: none}\n  examples: |\n    - one\n    two\n",
            "not an example",
        ),
    ],
)
def test_a_file_that_is_not_in_rasas_format(project: Path, text: str, message: str) -> None:
    write(project / NLU, text)

    (error,) = Corpus.read(project).errors

    assert error.file.name == "nlu.en.yml"
    assert message in error.message


def test_an_evaluation_line_must_not_be_an_example(project: Path) -> None:
    written = lines(40, length=12)
    put(project, block(written))
    near, fresh = written[3].upper() + "!", lines(1, 77, 12)[0]
    rows = [json.dumps({"text": text}) for text in (near, fresh)]
    write(project / "tests/evaluation/set.jsonl", "\n".join(rows) + "\n\n")

    (fault,) = leakage.check(Corpus.read(project))

    assert (fault.file.name, fault.line) == ("nlu.en.yml", 6 + 3)
    assert "set.jsonl line 1" in fault.message
    assert "evaluation set stays" in fault.mend


def test_what_everybody_types_may_stand_in_both_sets(project: Path) -> None:
    put(project, block([*lines(40), "help me"]))
    write(project / "tests/evaluation/set.jsonl", '{"text": "Help me!"}\n')

    assert list(leakage.check(Corpus.read(project))) == []


def test_an_evaluation_file_that_cannot_be_read_is_a_fault(project: Path) -> None:
    put(project, block(lines(40)))
    write(project / "tests/evaluation/set.jsonl", '{"text": 5}\nnothing\n')

    found = list(leakage.check(Corpus.read(project)))

    assert [fault.line for fault in found] == [1, 2]


def test_near_pairs_finds_what_comparing_all_pairs_finds() -> None:
    base = lines(60, 4, 5)
    chance = random.Random(8)
    texts = base + [
        " ".join([*line.split(), *chance.choices(words(9), k=chance.randint(0, 2))])
        for line in base
    ]

    def grams(text: str) -> set[str]:
        return {text[i : i + 3] for i in range(len(text) - 2)}

    def jaccard(a: str, b: str) -> float:
        return len(grams(a) & grams(b)) / len(grams(a) | grams(b))

    for threshold in (0.6, 0.75, 0.85, 1.0):
        expected = {
            (i, j)
            for i in range(len(texts))
            for j in range(i)
            if jaccard(texts[i], texts[j]) >= threshold
        }
        assert {(i, j) for i, j, _ in near_pairs(texts, threshold)} == expected
        across = {
            (i, j)
            for i, a in enumerate(texts)
            for j, b in enumerate(base)
            if jaccard(a, b) >= threshold
        }
        assert {(i, j) for i, j, _ in near_pairs(texts, threshold, base)} == across


def test_a_block_without_a_line_is_a_fault(project: Path) -> None:
    put(project, block(lines(40)), block([], marks="risk: none, stance: self"))

    assert [e.message for e in Corpus.read(project).errors] == ["fomo: a block without a line"]
