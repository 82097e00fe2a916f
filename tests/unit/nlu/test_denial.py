"""A denied guess is taken out of the message, and what tells of harm is never taken for a denial."""

import pytest

from bot.nlu.denial import Denials

DENIALS = Denials.load()


@pytest.mark.parametrize(
    ("text", "guess", "rest"),
    [
        ("nikt mi nie grozi, chodzi o kod blik", "sextortion", "chodzi o kod blik"),
        ("nie nagie!! filmik z wfu", "nude_leaked", "filmik z wfu"),
        ("nie uciekla z domu, ona malo je", "running_away", "ona malo je"),
        ("nie ja! moja przyjaciolka prawie nic nie je", "running_away", "moja przyjaciolka prawie nic nie je"),
        ("to nie jest obcy, to moj trener", "stranger_contact", "to moj trener"),
        ("on nie pisze o seksie tylko pyta co robie", "sexual_messages_adult", "tylko pyta co robie"),
        ("nie mam problemu z jedzeniem. gosc mi grozi", "pro_ana_content", "gosc mi grozi"),
        ("it's not nude. will my teacher get in trouble", "deepfake_nudes", "will my teacher get in trouble"),
        ("nah hes not older and not online. he wants 400", "gifts_and_secrets", "he wants 400"),
        ("Nie nagie", "images_shared", ""),
    ],
)  # fmt: skip
def test_what_is_denied_is_left_out(text: str, guess: str, rest: str) -> None:
    denial = DENIALS.read(text, [guess])
    assert denial is not None
    assert denial.rest == rest
    assert denial.taken_back


@pytest.mark.parametrize(
    "text",
    [
        "i didnt send him any more pics",
        "nie wyslalam mu wiecej nagich",
        "nie mówiłam nikomu",
        "its not that bad",
        "nobody knows about the nudes",
        "nie chce isc na policje",
        "he doesnt stop threatening me",
        "nie przestaje mi grozic",
        "what if its not enough and he shows the nudes",
    ],
)
def test_whoever_goes_on_telling_denies_nothing(text: str) -> None:
    assert DENIALS.read(text, ["sextortion", "sextortion_in_progress"]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tata mnie nie bije", "violence_home"),
        ("he isnt touching me", "sexual_abuse_offline"),
        ("nie chce sie zabic", "suicidal_intent"),
        ("im not cutting", "self_harm"),
        ("its not nude", "violence_home"),
    ],
)
def test_grave_harm_is_not_taken_back_by_a_word(text: str, told: str) -> None:
    denial = DENIALS.read(text, [told])
    assert denial is None or not denial.taken_back


def test_what_else_is_denied_is_left_out_and_the_talk_goes_on() -> None:
    denial = DENIALS.read("nie uciekla z domu, mowie ze ona malo je", ["help_friend"])
    assert denial is not None
    assert (denial.rest, denial.taken_back) == ("mowie ze ona malo je", False)
