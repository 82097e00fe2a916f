"""A denied guess is left out and taken back; what tells of harm is never lost with it."""

import pytest

from bot.nlu.denial import Denials

DENIALS = Denials.load()
PICTURES = ("sextortion", "images_shared", "nude_leaked")


@pytest.mark.parametrize(
    ("text", "guess", "rest"),
    [
        ("nikt mi nie grozi, chodzi o kod blik", "sextortion", "kod blik"),
        ("nobody is hurting him, hes just lonely", "unsure", "hes just lonely"),
        ("no child is in danger. is the report anonymous", "unsure", "is the report anonymous"),
        ("nikt go nie bije, zostaje ten plan dnia", "unsure", "zostaje ten plan dnia"),
        ("nie nagie!! filmik z wfu", "nude_leaked", "filmik z wfu"),
        ("nie ja! moja przyjaciolka nic nie je", "running_away", "moja przyjaciolka nic nie je"),
        ("not me he wants my sister", "sextortion", "he wants my sister"),
        ("it's not nude we have clothes on", "deepfake_nudes", "it's we have clothes on"),
        ("i never ran away. i just sleep badly", "running_away", "i just sleep badly"),
        ("Nie nagie", "images_shared", ""),
        ("no im at home. he took my pet", "running_away", "he took my pet"),
        ("to tylko gra, ukradl mi smoka", "running_away", "ukradl mi smoka"),
    ],
)
def test_what_is_denied_is_left_out_and_taken_back(text: str, guess: str, rest: str) -> None:
    denial = DENIALS.read(text, [guess])
    assert denial is not None
    assert (denial.rest.removesuffix(" "), denial.taken_back) == (rest, True)


@pytest.mark.parametrize(
    ("text", "topic", "rest"),
    [
        ("nie uciekla z domu, mowie ze ona malo je", "help_friend", "mowie ze ona malo je"),
        ("nikt mi nie grozi, to kod blik", "phishing", "to kod blik"),
        # Whoever is groomed says so too: the talk stays with it.
        ("to nie jest obcy, to moj trener", "stranger_contact", "to moj trener"),
        ("hes not a stranger, we talk every night", "stranger_contact", "we talk every night"),
    ],
)
def test_what_no_word_takes_back_is_left_out_and_the_talk_goes_on(
    text: str, topic: str, rest: str
) -> None:
    denial = DENIALS.read(text, [topic])
    assert denial is not None
    assert (denial.rest, denial.taken_back) == (rest, False)


@pytest.mark.parametrize(
    "text",
    [
        "i didnt send him any more pics",
        "nie wyslalam mu wiecej nagich",
        "nie mówiłam nikomu",
        "its not that bad",
        "nobody knows about the nudes",
        "nobody online knows what he does to me",
        "nie chce isc na policje",
        "he doesnt stop threatening me",
        "nie przestaje mi grozic",
        "what if its not enough and he shows the nudes",
        # An answer that begins with no.
        "no hes older hes 25 and wants pics",
        "nie to obcy z internetu",
        "nie starszy brat mnie bije",
        "no he hits me",
        # Nothing to eat, and not eating, are harm themselves.
        "im not eating anything",
        "nie ma jedzenia w domu",
        "theres no food at home",
        "nie odchudzam sie, po prostu nie jem",
        # What somebody will not do any more denies nothing.
        "im not meeting him tomorrow he got angry",
        "hes not online now",
        "im not running away yet",
    ],
)
def test_whoever_goes_on_telling_denies_nothing(text: str) -> None:
    assert DENIALS.read(text, [*PICTURES, "running_away", "planned_meeting"]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tata mnie nie bije", "violence_home"),
        ("he isnt touching me", "sexual_abuse_offline"),
        ("nie chce sie zabic", "suicidal_intent"),
        ("im not cutting", "self_harm"),
        ("its not nude", "violence_home"),
        ("not me", "sexual_abuse_offline"),
    ],
)
def test_grave_harm_is_not_taken_back_by_a_word(text: str, told: str) -> None:
    denial = DENIALS.read(text, [told])
    assert denial is None or not denial.taken_back


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no i mean the shop not the app", "the shop not the app"),
        ("its my mom who tracks me, not my bf", "its my mom who tracks me"),
        ("its my mom who tracks me not my bf", "its my mom who tracks me"),
        ("nie o to mi chodzi, pytam co rodzic widzi", "pytam co rodzic widzi"),
        ("nie z gry tylko u babci na wsi", "u babci na wsi"),
        ("its not a crate its roulette on a site", "its roulette on a site"),
    ],
)
def test_what_is_meant_instead_is_read_without_the_rest(text: str, rest: str) -> None:
    denial = DENIALS.read(text, ["fomo"])
    assert denial is not None
    assert (denial.rest, denial.taken_back, denial.corrected) == (rest, False, True)


@pytest.mark.parametrize(
    "text",
    [
        "he doesnt hurt me that much",
        "tata nie bije mnie mocno tylko czasem",
        "nie jem sniadania tylko pije wode i herbate",
        "she didnt eat just water and tea since monday",
        "i told him not to touch me",
        "no hes being threatened by his ex",
    ],
)
def test_what_makes_harm_small_takes_nothing_back(text: str) -> None:
    denial = DENIALS.read(text, ["unsure", "fomo"])
    assert denial is None


@pytest.mark.parametrize(
    ("text", "not_me"),
    [
        ("nie, nie chodzi o mnie tylko o moja przyjaciolke. ona mi to napisala", True),
        ("no its not about me its my friend", True),
        ("nie nagie, filmik z wfu", False),
    ],
)
def test_that_it_is_somebody_elses_is_heard(text: str, not_me: bool) -> None:
    denial = DENIALS.read(text, ["suicidal_thoughts", "suicidal_intent"])
    assert denial is not None
    assert (denial.not_me, denial.taken_back) == (not_me, False)


@pytest.mark.parametrize(
    "text",
    [
        "thats not me in the pic its fake",
        "its not me",
        "its not me on it someone made it",
        "to nie ja na tym zdjeciu ktos je przerobil",
        "im not the one who sent it",
    ],
)
def test_whoever_is_in_a_fake_picture_takes_nothing_back(text: str) -> None:
    denial = DENIALS.read(text, ["images_shared", "nude_leaked"])
    assert denial is None or not denial.taken_back


@pytest.mark.parametrize(
    ("text", "about_me"),
    [
        ("no i mean its me. im the one not eating", True),
        ("its about me not my friend", True),
        ("nie, to o mnie chodzi", True),
        ("mowie o sobie a nie o siostrze", True),
        ("its me who told you", False),
        ("its me again", False),
        ("im not the one who sent it", False),
        ("nie chodzi o mnie", False),
        ("to nie ja", False),
    ],
)
def test_that_it_is_the_writers_own_is_heard(text: str, about_me: bool) -> None:
    assert DENIALS.is_about_me(text) is about_me


@pytest.mark.parametrize(
    ("text", "also_me"),
    [
        ("mine hits me too", True),
        ("she doesnt want to live either", False),
        ("im too scared to tell", False),
        ("ona tez sie boi", False),
        ("ja tez sie tne od miesiaca", True),
        ("either she tells or i do", False),
        ("boje sie o nia", False),
    ],
)
def test_that_it_is_the_writers_own_as_well_is_heard(text: str, also_me: bool) -> None:
    assert DENIALS.is_also_about_me(text) is also_me
