"""Each fault is found alone, in its file and line, with a mend; the project without it is clean."""

import shutil
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.content.named_countries import FILE as NAMED_COUNTRIES
from tests.unit.content.project import (
    DIALOGUE,
    DISCLOSURE,
    REPOSITORY,
    TOPIC,
    change,
    lint,
    write,
)

EN, PL = TOPIC / "answers.en.yml", TOPIC / "answers.pl.yml"
ROOM, ASKED = TOPIC / "topic.yml", TOPIC / "questions.en.yml"
REPLY_EN, REPLY_PL = DISCLOSURE / "replies.en.yml", DISCLOSURE / "replies.pl.yml"
TEXTS = DIALOGUE / "texts.en.yml"
LONG = "One two three four five six seven eight nine ten. " * 7


@dataclass(frozen=True)
class Fault:
    """What is changed in the project, and what the linter then says."""

    name: str
    file: Path
    old: str
    new: str
    message: str
    mend: str
    # Lines from the changed one to the one named; None where it is not the changed line.
    line: int | None = 0


FAULTS = [
    # structure
    Fault("group", ROOM, "group: health", "group: contact", "`group` is not that", "group: health"),
    Fault("risk", ROOM, "typical_risk: none", "typical_risk: urgent", "`typical_risk`", "none"),
    Fault("related", ROOM, "related: [screen_time, sleep_phone]", "related: [screen_time]", "number of `related`", "two to four"),
    Fault("related id", ROOM, "sleep_phone]", "no_topic]", "no topic `no_topic`", "labels.yml"),
    Fault("kinds", ROOM, "resource_kinds: [child_helpline]", "resource_kinds: []", "no `resource_kinds`", "child_helpline"),
    Fault("due", ROOM, '"2027-05-01"', '"soon"', "`review.due`", "2027-05-01"),
    Fault("url", ROOM, "https://example.org/fomo", "example.org", "no web address", "https://", None),
    Fault("tier", ROOM, "tier: A", "tier: Z", "not A, B or C", "A is", None),
    Fault("read on", ROOM, '"2026-11"', '"last week"', "`read_on` is no month", "2026-11", None),
    Fault("title", EN, '"Missing out"', '"Missing out on everything that all of them do"', "fit on a button", "shorter"),
    Fault("one step", EN, '["Put the phone in a drawer.", "Plan one nice thing."]', '["Plan one nice thing."]', "1 steps", "two to five"),
    Fault("one choice", EN, '["topic:screen_time", "act:find_helpline"]', '["act:find_helpline"]', "1 choices", "two or three"),
    Fault("two steps in a reply", REPLY_EN, 'trust."]', 'trust.", "Sit down."]', "2 steps", "exactly one"),
    Fault("misunderstood", REPLY_EN, '["act:find_helpline", "act:misunderstood"]', '["act:misunderstood", "act:find_helpline"]', "not the last choice", "act:misunderstood"),
    Fault("disclosure risk", DISCLOSURE / "disclosure.yml", "risk: urgent", "risk: concern", "`risk` is not that", "urgent"),
    Fault("disclosure topic", DISCLOSURE / "disclosure.yml", "topic: self_harm", "topic: nothing", "no topic `nothing`", "tell me more"),
    # parity
    Fault("part", PL, '    simpler: {text: "To nie jest całe życie."}\n', "", "no `simpler`", "here too", None),
    Fault("no question", ASKED, '      parent: {text: "Agree on the hour before. Ask the next day how it was."}\n', "", "no question left_early for parent", "other languages", None),
    Fault("few asks", ASKED, '      - "always gone when it gets good"\n', "", "left_early: 7 ways to ask", "at least 8", None),
    Fault("no follow-up", PL, '  who_to_tell: {text: "Możesz powiedzieć komuś w szkole albo w rodzinie."}', "  how_do_i_know: {text: \"To widać po tym, że jest ci źle.\"}", "no follow-up who_to_tell", "other languages", None),
    Fault("unknown follow-up", PL, "  who_to_tell:", "  whom:", "unknown follow-up `whom`", "who_to_tell"),
    Fault("kind", DIALOGUE / "texts.pl.yml", "kind: smalltalk", "kind: notice", "another kind", "same `kind`", None),
    # length
    Fault("bubble", EN, "It can feel bad", LONG + "It can feel bad", "words in a bubble", "point first"),
    Fault("step", EN, "Plan one nice thing.", "Plan one nice thing. " * 6, "step 2", "one thing to do"),
    Fault("two questions", EN, "It can feel bad to miss the fun.", "Is it fun? Is it bad?", "more than one question", "one thing"),
    Fault("question in a reply", REPLY_EN, "I am a program.", "I am a program. Is that fine?", "a question", "ask nothing"),
    Fault("long reply", REPLY_EN, 'say_it: "I hurt', f'say_it: "{LONG}I hurt', "at most 80", "one step", None),
    # readability
    Fault("hard English", EN, "You do not have to see it all.", "Continuous participation is unnecessary.", "reads at", "unnecessary"),
    Fault("hard Polish", PL, "Nie musisz widzieć całej reszty.", "Nieustanne obserwowanie jest niepotrzebne.", "reads at", "niepotrzebne"),
    # wording
    Fault("why", REPLY_EN, "I believe you.", "I believe you. I ask why did you.", 'never say "why did you"', "leave it out"),
    Fault("shouting", EN, "Mute the loud groups.", "Mute the loud groups!", 'never say "!"', "full stop"),
    Fault("secret", REPLY_EN, "I am a program.", "I am a program. It is our secret.", "secrecy", "bot_privacy"),
    Fault("delete", EN, "Mute the loud groups.", "Delete the chat.", "destroys proof", "keep the chat"),
    Fault("friend", TEXTS, "Hi. What", "Hi. I am your friend. What", "pretends", "program"),
    Fault("goodbye", TEXTS, "Bye. Take care.", "Bye. Come back soon.", "pulls the child back", "let go"),
    Fault("Polish why", REPLY_PL, "Wierzę ci.", "Wierzę ci. Powiedz, dlaczego.", 'never say "dlaczego"', "pomiń"),
    Fault("calm down", REPLY_PL, "Wierzę ci.", "Wierzę ci. Uspokój się.", "umniejsza", "nazwij"),
    Fault("thanks", REPLY_EN, "Thank you for telling me. ", "", 'kind "thanks"', "thank the person"),
    Fault("belief", REPLY_PL, "Wierzę ci. ", "", 'kind "belief"', "wierzę ci"),
    Fault("not your fault", REPLY_EN, "It is not your fault. ", "", "not_your_fault", "not your fault"),
    Fault("boy or girl", PL, "Schowaj telefon do szuflady.", "Powiedz, co zrobiłeś.", '"zrobiłeś" guesses', "teraźniejszym"),
    Fault("alone", PL, "Nie musisz widzieć całej reszty.", "Nie musisz być z tym sam.", "guesses", "rozkazującym"),
    Fault("jargon", EN, "Put the phone in a drawer.", "Stop the phishing.", '"phishing" is too hard', "fake messages"),
    Fault("Polish jargon", PL, "Schowaj telefon do szuflady.", "Zgłoś incydent.", "too hard", "to, co się stało"),
    # sources, links, numbers, names
    Fault("no source", EN, "    sources: [one]\n    more: {text: \"Your", "    more: {text: \"Your", "no source", "left out", None),
    Fault("unknown source of a question", ASKED, 'it was."}', 'it was.", sources: [other]}', "no source `other`", "add the source", None),
    Fault("unknown source", EN, "sources: [one]", "sources: [one, other]", "no source `other`", "add the source"),
    Fault("address", EN, "Mute the loud groups.", "Look at example.com now.", "a web address", "cards"),
    Fault("number", EN, "Mute the loud groups.", "Call 800 12 12 12.", "a telephone number", "directory"),
    Fault("emergency number", REPLY_EN, "Go to an adult you trust.", "Call 112.", "a telephone number", "{emergency}"),
    # choices
    Fault("dead end", EN, '"topic:screen_time"', '"topic:nowhere"', "leads nowhere", "topic:<id"),
    Fault("own topic", EN, '"topic:screen_time"', '"topic:fomo"', "leads back", "another"),
    Fault("other audience", EN, '"topic:screen_time"', '"topic:parent_controls"', "is not for age_10_12", "written for"),
    Fault("added", EN, '"topic:screen_time"', '"act:more"', "added by the program", "take it out"),
    Fault("twice", EN, '"topic:screen_time"', '"act:find_helpline"', "the same choice twice", "one out"),
    Fault("label", DIALOGUE / "choices.en.yml", "choices:\n", 'choices:\n  "act:dance": "Dance"\n', "act:dance is no choice", "take the line out", None),
    Fault("group without a name", DIALOGUE / "groups.en.yml", '  health: "health"\n', "", "the group health has no name", 'write `health: "', None),
    Fault("no such group", DIALOGUE / "groups.en.yml", "groups:\n", 'groups:\n  dance: "Dance"\n', "dance is no group", "take the line out", None),
    # copies
    Fault("copy", EN, "The feed is not the whole of life.", "Your friends also miss things. Most of them do not post the dull parts.", "% the same", "differ in substance", None),
    # blanks and keys (the loader)
    Fault("blank", EN, "Mute the loud groups.", "Call {name}.", "nothing fills {name}", "braces"),
    Fault("no emergency", REPLY_EN, "{emergency}", "for help", "no {emergency}", "where the program"),
    Fault("emergency elsewhere", TEXTS, "Hi. What", "Hi. You can ask about it or call {emergency} if you like to. What", "nothing fills {emergency}", "braces"),
    Fault("unknown key", EN, "    say_it: \"I feel", "    sayit: \"I feel", "unknown key `sayit`", "say_it"),
    Fault("signed by nobody", ROOM, "status: draft", "status: signed", "without a name", "draft"),
]  # fmt: skip
# An id that only one language has is missing in the other as well.
SEVERAL = {"no follow-up", "unknown follow-up", "unknown key"}


def test_the_project_without_a_fault_is_clean(project: Path) -> None:
    assert lint(project).errors == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_named_with_file_line_and_mend(project: Path, fault: Fault) -> None:
    line = change(project, fault.file, fault.old, fault.new)

    errors = lint(project).errors

    found = [e for e in errors if fault.message in e.message and fault.mend in e.mend]
    assert found, errors
    if fault.name not in SEVERAL:
        assert errors == tuple(found)
        assert len(found) == 1
    assert found[0].file.name == fault.file.name
    assert found[0].mend
    if fault.line is not None:
        assert found[0].line == line + fault.line


def test_two_questions_that_are_asked_alike_are_named(project: Path) -> None:
    asked = ["how long can it wait", "is there a rush", "must it be now", "can we do it on monday",
             "what if we are late", "when is the last day", "is tomorrow fine", "do we hurry"]  # fmt: skip
    answers = "    answers:\n      any: {text: Go home.}\n      parent: {text: Go home.}\n"
    for code in ("en", "pl"):
        alike = (
            "what if i go home before them" if code == "en" else "nie moge zostac na noc jak reszta"
        )
        lines = "".join(f"      - {line}\n" for line in [alike, *asked])
        change(project, TOPIC / f"questions.{code}.yml", "questions:\n",
               f"questions:\n  go_home:\n    asks:\n{lines}{answers}")  # fmt: skip
    found = [error for error in lint(project).errors if "is nearly" in error.message]
    assert [error.file.name for error in found] == ["questions.en.yml", "questions.pl.yml"]
    assert "of fomo/" in found[0].message


def test_a_missing_audience_is_a_fault_of_that_language(project: Path) -> None:
    text = (project / PL).read_text(encoding="utf-8")
    start, end = text.index("  age_13_17:"), text.index("followups:")
    write(project / PL, text[:start] + text[end:])

    (error,) = lint(project).errors

    assert (error.file.name, error.message) == ("answers.pl.yml", "no answer for age_13_17")


def test_a_stance_that_only_one_language_has_is_missing_in_the_other(project: Path) -> None:
    text = (project / REPLY_EN).read_text(encoding="utf-8")
    reply = text[text.index("    text:") :].replace("me. I", "me of your friend. I")
    write(project / REPLY_EN, f"{text}  friend:\n{reply}")

    messages = [e.message for e in lint(project).errors if e.file.name == "replies.pl.yml"]

    assert messages == ["no reply for friend"]


def test_the_name_of_a_service_belongs_on_its_card(project: Path) -> None:
    write(project / "data/directory/PL.yml", 'services:\n  - name: "Kids Example Line (KEL)"\n')
    assert lint(project).errors == ()
    change(project, EN, "Mute the loud groups.", "Ask the Kids Example Line.")

    (error,) = lint(project).errors

    assert 'the name of a service: "Kids Example Line"' in error.message
    assert "card" in error.mend


def test_a_text_that_the_program_never_says_is_a_fault(project: Path) -> None:
    write(project / "actions/say.py", 'KEYS = ("greet", "safe_reply", f"{0}_changed")\n')
    for code in ("en", "pl"):
        change(
            project,
            DIALOGUE / f"texts.{code}.yml",
            "texts:\n",
            'texts:\n  old_text:\n    kind: notice\n    any: {text: "That is all right."}\n  age_changed:\n    kind: notice\n    any: {text: "That is all right."}\n',
        )

    messages = {e.message for e in lint(project).errors}

    assert messages == {"nothing says `old_text`"}


def test_a_text_must_make_sense_without_the_sentence_on_a_country(project: Path) -> None:
    shutil.copy(REPOSITORY / NAMED_COUNTRIES, project / NAMED_COUNTRIES)
    before = "It can feel bad to miss the fun. You can take a break and still have friends."
    file = TOPIC / "answers.en.yml"
    for text, problem in (
        ("In Poland it is 16. Before that a parent agrees.", "leans on a sentence"),
        ("In Poland you may take a break.", "nothing is left abroad"),
        ("You may take a break. In Poland it is 16.", None),
    ):
        change(project, file, before, text)
        found = [e.message for e in lint(project).errors]
        assert (problem is None) == (found == []), found
        assert problem is None or any(problem in message for message in found)
        before = text


def test_what_nobody_has_written_is_reported_only_when_asked(project: Path) -> None:
    from bot.content.lint import run

    report = run(project, complete=True)

    assert len(report.errors) == 87 + 18
    assert "topic passwords: not written yet" in {e.message for e in report.errors}


def test_only_faults_below_the_chosen_paths_are_reported(project: Path) -> None:
    from bot.content.lint import run

    change(project, EN, "Mute the loud groups.", "Mute them!")
    change(project, REPLY_EN, "I am a program.", "I am a program!")

    assert len(run(project).errors) == 2
    assert len(run(project, [project / TOPIC]).errors) == 1
    assert run(project, [project / DIALOGUE]).errors == ()
    (error,) = run(project, [project / "data/topics/health/fmo"]).errors
    assert "no such file" in error.message


@pytest.mark.parametrize(
    "name", ["never.en.yml", "required.en.yml", "jargon.en.yml", "gender.pl.yml"]
)
def test_a_rule_file_that_cannot_be_read_is_a_fault_of_that_file(project: Path, name: str) -> None:
    write(project / "data/lexicon" / name, "never: 5\nfamilies: [a]\nwords: 5\n")

    (error,) = lint(project).errors

    assert error.file.name == name
    assert error.mend


def test_a_broken_expression_is_named_with_its_line(project: Path) -> None:
    write(project / "data/lexicon/never.en.yml", 'never:\n  - {say: "(", why: "x", mend: "y"}\n')

    (error,) = lint(project).errors

    assert (error.file.name, error.line) == ("never.en.yml", 2)
    assert "no regular expression" in error.message


def test_an_unknown_formula_is_a_fault_of_the_language_file(project: Path) -> None:
    change(project, DIALOGUE / "languages.yml", "formula: fog", "formula: smog")

    (error,) = lint(project).errors

    assert (error.file.name, "pl: no readability" in error.message) == ("languages.yml", True)


def test_the_report_prints_file_line_and_mend(project: Path) -> None:
    change(project, EN, "Mute the loud groups.", "Mute [them] now!")
    console = Console(record=True, width=200, file=StringIO())

    lint(project).print(console)

    printed = console.export_text()
    assert "data/topics/health/fomo/answers.en.yml:13: age_13_17: never say" in printed
    assert "mend: end the sentence with a full stop" in printed
    assert "1 faults in 1 files" in printed


def test_what_a_sentence_to_copy_says_is_not_what_the_program_feels(project: Path) -> None:
    change(project, EN, "I feel left out.", "I am scared.")
    change(project, EN, "Mute the loud groups.", "Say: “I feel bad. I am a person too.”")

    assert lint(project).errors == ()
