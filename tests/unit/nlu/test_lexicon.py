"""The risk lexicon: phrases beside the model, weighted words when nothing else is left."""

from pathlib import Path

import pytest

from bot.nlu.danger_words import DangerWords, Line, digest, terms
from bot.nlu.lexicon import RiskLexicon

BULLIES = ["tato mnie bije", "tata bije mame", "on znowu bije mnie", "bije mnie w domu"]
PLAYERS = ["bije rekordy w grze", "tata gra w szachy", "w domu jest kot", "znowu w domu gramy"]


@pytest.fixture(scope="module")
def lexicon() -> RiskLexicon:
    """The real one."""
    return RiskLexicon.load()


@pytest.mark.parametrize(
    ("text", "disclosure"),
    [
        ("chce umrzec", "suicidal_intent"),
        ("tata mnie bije", "violence_home"),
        ("he touched me", "sexual_abuse_offline"),
        ("someone is blackmailing me", "sextortion_in_progress"),
        ("wujek mowi zebym nikomu nie mowila", "sexual_abuse_offline"),
        ("my uncle says dont tell anyone", "sexual_abuse_offline"),
        ("nie powiem jej bo mnie zleje pasem", "violence_home"),
        ("boje sie ze sobie cos zrobi", "suicidal_intent"),
    ],
)
def test_a_phrase_is_heard_alone(lexicon: RiskLexicon, text: str, disclosure: str) -> None:
    alarm = lexicon.assess(text)
    assert alarm is not None
    assert (alarm.risk, alarm.disclosure) == ("urgent", disclosure)


@pytest.mark.parametrize(
    "text", ["umieram ze smiechu", "mama mnie zabije za te oceny", "killed the boss in minecraft"]
)
def test_a_figure_of_speech_is_no_alarm(lexicon: RiskLexicon, text: str) -> None:
    assert lexicon.assess(text) is None


def test_of_a_child_or_a_friend(lexicon: RiskLexicon) -> None:
    child, friend = (
        lexicon.assess("moja corka chce umrzec"),
        lexicon.assess("my friend wants to die"),
    )
    assert child is not None
    assert (child.disclosure, child.stance) == (
        "parent_discloses_abuse",
        "child",
    )
    assert friend is not None
    assert (friend.disclosure, friend.stance) == ("friend_at_risk", "friend")


@pytest.mark.parametrize(
    "text",
    [
        "ojczym przychodzi w nocy do mojego pokoju",
        "on mowi ze wysle moje zdjecia jak nie zaplace",
        "i dont want to be here anymore and nobody knows",
        "my stepdad hits me when hes drunk",
    ],
)
def test_alone_it_hears_danger(lexicon: RiskLexicon, text: str) -> None:
    alarm = lexicon.assess_alone(text)
    assert alarm is not None
    assert alarm.risk == "urgent"


@pytest.mark.parametrize(
    "text", ["jak ustawic haslo", "what is a loot box", "opowiedz zart", "siema", ""]
)
def test_alone_it_leaves_questions_alone(lexicon: RiskLexicon, text: str) -> None:
    assert lexicon.assess_alone(text) is None


def test_terms_ignore_case_marks_and_endings() -> None:
    assert terms("Szantażuje mnie") == terms("SZANTAZUJE MNIE")
    assert terms("szantażował")[0] == terms("szantażuje")[0]


def learned() -> DangerWords:
    """A tiny table."""
    lines = [Line(text, True, "violence_home") for text in BULLIES]
    return DangerWords.fit([*lines, *(Line(text, False, None) for text in PLAYERS)])


def test_words_are_learned_with_what_they_tell_of() -> None:
    table = learned()
    danger, disclosure = table.danger("bije mnie")
    harmless, _ = table.danger("gramy w domu")
    assert danger > harmless
    assert disclosure == "violence_home"


def test_a_table_is_kept_as_it_is(tmp_path: Path) -> None:
    table, file = learned(), tmp_path / "words.tsv"
    table.save(file)
    again = DangerWords.load(file)
    assert again.made_of == table.made_of
    assert again.danger("bije mnie")[0] == pytest.approx(table.danger("bije mnie")[0], abs=0.02)


def test_a_table_knows_its_examples() -> None:
    lines = [Line("a", True, None), Line("b", False, None)]
    assert digest(lines) == digest(reversed(lines))
    assert digest(lines) != digest(lines[:1])


@pytest.mark.parametrize(
    ("text", "about_a_friend"),
    [
        ("my frend is getin msgs from a boy she never met", True),
        ("my friend says he will send my pics", False),
        ("moja kolezanka z 5b mowi ze wujek ja dotyka i ze to tajemnica", True),
        ("mój kolega mnie bije", False),
        ("moja kolezanka namawia zebym sie pociela", False),
        ("my friend and us got threatened", False),
        ("someone hurts my friend", False),
        ("kumpel napisal mi ze byloby lepiej jakby go nie bylo", True),
        ("kolega napisal mi ze mnie zabije", False),
        ("my best friend told me she wants to die", True),
        ("my friend told me to cut myself", False),
    ],
)
def test_who_begins_with_a_friend_speaks_of_the_friend(
    lexicon: RiskLexicon, text: str, about_a_friend: bool
) -> None:
    assert lexicon.hear(text).friend is about_a_friend


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("its not nude", True),
        ("nah not online, hes in my grade", True),
        ("ale nie chodzi o zdjecia", True),
        ("nie z neta, znamy sie z silowni", True),
        ("nie chce dzwonic", False),
        ("no he hits me", False),
        # Those who were hurt make it small, and say that nobody knows.
        ("its not that bad", False),
        ("its not his fault", False),
        ("hes not a bad person", False),
        ("hes not a stranger we talk every night", False),
        ("i didnt say anything to mum", False),
        ("to nic takiego", False),
        ("to nie jego wina", False),
        ("nie mówiłam nikomu", False),
        ("nie mam problemu z jedzeniem", False),
        ("", False),
    ],
)
def test_who_was_got_wrong_says_so_first(lexicon: RiskLexicon, text: str, corrects: bool) -> None:
    assert lexicon.hear(text).corrects is corrects


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("my son made fake nude pictures of a girl in his class", True),
        ("no, HE did this to the girls", True),
        ("syn skrzywdzil kolezanke, jak mam z nim rozmawiac", True),
        ("ale to mój syn to zrobił", True),
        ("my son sent a nude to a man", False),
        ("my daughter is being bullied", False),
        ("syn dostal zdjecie od obcego", False),
    ],
)
def test_a_child_that_did_harm_is_named(text: str, doer: bool) -> None:
    assert RiskLexicon.load().hear(text).doer is doer


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("My son is sending nasty messages to another boy", True),
        ("my daughter has been mean to a girl in the class chat", True),
        ("Mój syn wyśmiewał kolegę na Instagramie", True),
        ("To mój syn dokuczał innemu dziecku", True),
        ("my son bullied a boy", True),
        ("my son is being bullied by a boy", False),
        ("my son is a bullying victim", False),
        ("my daughter got nasty messages from a girl", False),
        ("my son is upset kids mean to him", False),
        ("hes the one who bullies my son", False),
        ("to on dokucza mojej corce", False),
        ("jej syn dokucza mojej córce", False),
        ("córka się obraża gdy zabieram telefon", False),
        ("to mój syn pożyczył koledze telefon", False),
        ("my daughter says a girl is mean to her", False),
        ("mojej córce dokucza koleżanka", False),
        ("syn mówi że kolega go wyśmiewa", False),
    ],
)
def test_a_child_that_is_mean_is_named(text: str, mean: bool) -> None:
    assert RiskLexicon.load().hear(text).mean is mean


@pytest.mark.parametrize(
    ("text", "disclosure"),
    [
        ("nagralem glupia glosowke i teraz wszyscy ja sobie przesylaja", None),
        ("ktos mnie szantarzuje", "sextortion_in_progress"),
    ],
)
def test_a_word_of_everyday_language_is_no_slip_of_another(
    lexicon: RiskLexicon, text: str, disclosure: str | None
) -> None:
    alarm = lexicon.assess(text)
    assert (alarm.disclosure if alarm else None) == disclosure
