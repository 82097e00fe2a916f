"""Looking up what is said, and what happens when a file is wrong."""

import datetime
from pathlib import Path

import pytest
from rich.console import Console

from bot.content import Catalogue, ContentErrors
from bot.content.coverage import coverage_table
from bot.content.preview import preview
from bot.content.review import review_rows, review_table, state
from tests.unit.content.project import DIALOGUE, DISCLOSURE, TOPIC, change, write


@pytest.fixture
def catalogue(project: Path) -> Catalogue:
    return Catalogue.load(project / "data")


def errors_of(project: Path) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        Catalogue.load(project / "data")
    return [f"{e.file.name}:{e.line}: {e.message}" for e in caught.value.errors]


@pytest.mark.parametrize(
    ("audience", "answered"),
    [
        ("age_10_12", "age_10_12"),
        ("age_13_17", "age_13_17"),
        ("age_6_9", "age_10_12"),
        ("parent", "age_13_17"),
        (None, "age_10_12"),
    ],
)
def test_an_audience_that_is_not_written_gets_the_nearest(
    catalogue: Catalogue, audience: str | None, answered: str
) -> None:
    assert catalogue.answer("fomo", "pl", audience).audience == answered


def test_a_younger_text_comes_before_an_older_one(catalogue: Catalogue) -> None:
    written = {"age_6_9": 1, "age_13_17": 2, "parent": 3}

    assert catalogue.audience_for(written, "age_10_12") == "age_6_9"
    assert catalogue.audience_for({"parent": 3}, "age_10_12") == "parent"


def test_a_followup_of_the_topic_comes_before_the_general_one(catalogue: Catalogue) -> None:
    own = catalogue.followup("fomo", "who_to_tell", "en", "age_13_17").text
    general = catalogue.followup(None, "who_to_tell", "en", "parent").text

    assert (own[-10:], general[-10:]) == ("he family.", "at school.")
    assert catalogue.followup_ids == ("who_to_tell",)


def test_a_reply_fits_who_is_speaking(project: Path) -> None:
    for code in ("en", "pl"):
        file = DISCLOSURE / f"replies.{code}.yml"
        text = (project / file).read_text(encoding="utf-8")
        reply = text[text.index("    text:") :]
        more = "".join(f"  {stance}:\n{reply}" for stance in ("self_young", "friend", "child"))
        write(project / file, text + more)
    catalogue = Catalogue.load(project / "data")

    def stance(stance: str, audience: str | None) -> str | None:
        return catalogue.reply("self_harm", "en", stance, audience).audience

    assert stance("self", "age_6_9") == "self_young"
    assert stance("self", "age_13_17") == "self"
    assert stance("general", "parent") == "child"
    assert stance("general", "age_6_9") == "self_young"
    assert stance("friend", None) == "friend"
    assert stance("nobody", None) == "self"


def test_a_blank_is_filled(catalogue: Catalogue) -> None:
    text = catalogue.text("safe_reply", "en", None, emergency="999")

    assert text.text.endswith("call 999.")
    assert text.kind == "fallback"
    with pytest.raises(KeyError):
        catalogue.text("safe_reply", "en", None, number="999")


def test_labels_of_buttons(catalogue: Catalogue) -> None:
    assert catalogue.choice_label("topic:fomo", "en") == "Missing out"
    assert catalogue.choice_label("country:DE", "pl") == "Niemcy"
    assert catalogue.choice_label("language:pl", "en") == "Polski"
    assert catalogue.choice_label("act:greet", "en") == "act:greet"
    with pytest.raises(KeyError):
        catalogue.choice_label("act:dance", "en")


def test_a_button_does_not_speak_as_a_child_to_adults() -> None:
    written = Catalogue.load()
    assert written.choice_label("topic:nude_leaked", "en") == "My private picture got out"
    assert written.choice_label("topic:nude_leaked", "en", "parent") == (
        "A child's private picture got out"
    )


def test_a_choice_that_leads_to_an_unwritten_topic_is_not_offered(catalogue: Catalogue) -> None:
    assert catalogue.answer("fomo", "en", None).choices == ("act:find_helpline",)
    assert not catalogue.has_choice("topic:screen_time")
    assert not catalogue.has_choice("dance")


def test_a_line_break_of_a_block_stays(project: Path) -> None:
    change(
        project,
        TOPIC / "answers.en.yml",
        '"It can feel bad to miss the fun.',
        '|-\n      It can\n      feel  bad.\n    say_it: "',
    )
    text = (project / TOPIC / "answers.en.yml").read_text(encoding="utf-8")
    start = text.index('    say_it: " You')
    write(project / TOPIC / "answers.en.yml", text[:start] + text[text.index("    steps:") :])

    assert Catalogue.load(project / "data").answer("fomo", "en", None).text == "It can\nfeel bad."


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (TOPIC / "answers.pl.yml", "answers.pl.yml:0: the file is missing"),
        (DISCLOSURE / "replies.en.yml", "replies.en.yml:0: the file is missing"),
        (DIALOGUE / "texts.en.yml", "texts.en.yml:0: the file is missing"),
        (DIALOGUE / "choices.pl.yml", "choices.pl.yml:0: the file is missing"),
        (DIALOGUE / "followups.en.yml", "followups.en.yml:0: the file is missing"),
        (DIALOGUE / "languages.yml", "languages.yml:0: the file is missing"),
        (DIALOGUE / "other_languages.yml", "other_languages.yml:0: the file is missing"),
        (Path("data/labels.yml"), "labels.yml:1: not a label file"),
    ],
)
def test_a_missing_file_is_named(project: Path, file: Path, message: str) -> None:
    (project / file).unlink()

    assert any(error.startswith(message) for error in errors_of(project))


def test_all_faults_are_named_not_only_the_first(project: Path) -> None:
    change(project, TOPIC / "answers.en.yml", 'title: "Missing out"', "title: 5")
    change(project, TOPIC / "answers.pl.yml", "steps:", "stpes:")
    change(project, DISCLOSURE / "disclosure.yml", "id: self_harm", "id: other")
    change(project, DIALOGUE / "texts.en.yml", "kind: fallback", "kind: shout")

    assert errors_of(project) == [
        "texts.en.yml:9: safe_reply: unknown kind",
        "disclosure.yml:1: `other` is not the id of this folder",
        "answers.en.yml:1: `title` is missing or not a text",
        "answers.pl.yml:5: unknown key `stpes`",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title: "Missing out"', "\ttitle: x", "answers.en.yml:1: found character"),
        (
            'title: "Missing out"',
            "title: a\ntitle: b",
            "answers.en.yml:2: `title` stands here twice",
        ),
        ('title: "Missing out"', 'title: !!int "x"', "answers.en.yml:1: not plain YAML"),
        ("  age_10_12:", "  age_9:", "answers.en.yml:3: unknown `age_9`"),
        ("choices: [", "choices: [5, ", "answers.en.yml:7: `choices` is not a list of texts"),
        (
            "followups:",
            "followups: 5\nmore_followups:",
            "answers.en.yml:19: `followups` is missing or",
        ),
    ],
)
def test_yaml_that_is_not_as_it_should_be(project: Path, old: str, new: str, message: str) -> None:
    change(project, TOPIC / "answers.en.yml", old, new)

    assert errors_of(project)[0].startswith(message)


def test_a_file_in_another_encoding_is_named(project: Path) -> None:
    (project / TOPIC / "answers.pl.yml").write_bytes("title: zażółć".encode("iso-8859-2"))

    assert "answers.pl.yml:1: not UTF-8" in errors_of(project)


def test_a_text_that_one_language_lacks_is_named(project: Path) -> None:
    change(project, DIALOGUE / "texts.pl.yml", "  goodbye:", "  bye:")

    assert errors_of(project) == [
        "texts.en.yml:1: `bye` is missing",
        "texts.pl.yml:1: `goodbye` is missing",
    ]


def test_a_third_language_costs_only_data(project: Path) -> None:
    languages = project / DIALOGUE / "languages.yml"
    text = languages.read_text(encoding="utf-8")
    english = text[text.index("  en:") :]
    write(languages, text + english.replace("  en:", "  cs:").replace("English", "Čeština"))
    for file in [*(project / "data").rglob("*.en.yml")]:
        if file.parent.name != "lexicon":
            write(
                file.with_name(file.name.replace(".en.", ".cs.")), file.read_text(encoding="utf-8")
            )

    catalogue = Catalogue.load(project / "data")

    assert catalogue.languages["cs"] == "Čeština"
    assert catalogue.answer("fomo", "cs", None).say_it == "I feel left out. Can we talk?"


def test_the_preview_shows_every_audience_and_language(catalogue: Catalogue) -> None:
    console = Console(record=True, width=120, quiet=False)
    with console.capture() as captured:
        console.print(preview(catalogue, "fomo"))

    shown = captured.get()
    for piece in (
        "Missing out",
        "Coś mnie omija",
        "age_10_12",
        "age_13_17",
        "who_to_tell",
        "more",
        "simpler",
        "A university",
    ):
        assert piece in shown
    with pytest.raises(KeyError):
        preview(catalogue, "nothing")


def test_what_is_signed_becomes_due(project: Path) -> None:
    review = "{status: draft, by: null, on: null"  # `on` is a key here, not a truth value
    signed = '{status: signed, by: "Dr A", on: "2026-12-01"'
    change(project, TOPIC / "topic.yml", review, signed)
    catalogue = Catalogue.load(project / "data")
    before, after = datetime.date(2027, 4, 30), datetime.date(2027, 5, 1)

    assert [(r.id, r.state) for r in review_rows(catalogue, before)] == [
        ("self_harm", "draft"),
        ("fomo", "signed"),
    ]
    assert [(r.id, r.state) for r in review_rows(catalogue, after)] == [
        ("fomo", "due"),
        ("self_harm", "draft"),
    ]
    assert review_table(catalogue, after).caption == "1 due, 1 draft, 0 signed"
    broken = catalogue.topics["fomo"].review.__class__("signed", "Dr A", "2026-12-01", "soon")
    assert state(broken, before) == "due"


def shown(catalogue: Catalogue) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(coverage_table(catalogue))
    return captured.get()


def test_the_table_counts_what_is_written_for_whom() -> None:
    text = shown(Catalogue.load())

    assert "0 gaps" in text
    assert all(name in text for name in ("sextortion", "about_weprotect_report", "self_young"))


def test_the_table_shows_a_gap(project: Path) -> None:
    change(project, TOPIC / "answers.pl.yml", "  age_13_17:", "  age_6_9:")
    catalogue, _ = Catalogue.read(project / "data")
    row = next(line for line in shown(catalogue).splitlines() if " fomo " in line)

    assert "pl 0 en 4" in row


def test_a_teacher_gets_a_text_of_their_own_else_that_of_adults() -> None:
    catalogue = Catalogue.load()
    reply = catalogue.reply("suicidal_intent", "en", "child", "teacher")
    assert reply.audience == "teacher"
    assert catalogue.reply("suicidal_intent", "en", "child", "parent").audience == "child"
    assert catalogue.reply("adult_intent_or_misuse", "en", "child", "teacher").audience != "teacher"
    assert catalogue.answer("sending_nudes", "pl", "teacher").audience == "teacher"
    assert catalogue.answer("passwords", "pl", "teacher").audience == "parent"
    own = catalogue.followup("cyberbullying_victim", "look_at_it", "en", "teacher")
    assert own.audience == "teacher"
    assert own != catalogue.followup("cyberbullying_victim", "look_at_it", "en", "parent")
