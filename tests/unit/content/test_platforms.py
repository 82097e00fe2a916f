"""Which app is meant, and what is said about it."""

from pathlib import Path

import pytest

from bot.content.errors import ContentErrors
from bot.content.platforms import FILE, Platforms

REAL = Platforms.load()


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("jak zablokować kogoś na Discordzie", "discord"),
        ("jak zablokowac na dc", "discord"),
        ("gosc z robloxa mnie wkurza jak go zglosic", "roblox"),
        ("na tiktoku ktos mnie hejtuje, jak zglosic", "tiktok"),
        ("how do i block someone on insta", "instagram"),
        ("report a snap", "snapchat"),
        ("how do you report people on X?", "x"),
        ("blokowanie na Messengerze", "messenger"),
        ("zgłosić na whatsappie", "whatsapp"),
        ("jak zgłosić komentarz na jutubie", "youtube"),
        ("ktos w majnkrafcie niszczy mi dom", "minecraft"),
        ("block someone on fortnite", "fortnite"),
        ("zgłosić gracza na steamie", "steam"),
        ("report a streamer on twitch", "twitch"),
        ("jak zablokowac na bereal", "bereal"),
        ("jak kogoś zablokować", None),
        ("zesnapowany telefon", None),
        ("how do i report a teacher", None),
        ("my ex is annoying", None),
    ],
)
def test_the_app_is_heard(text: str, platform: str | None) -> None:
    found = REAL.named_in(text)
    assert (found.id if found else None) == platform


def test_every_app_that_children_name_is_there() -> None:
    assert {p.id for p in REAL} >= {
        "instagram", "tiktok", "snapchat", "youtube", "roblox", "discord", "whatsapp",
        "messenger", "minecraft", "fortnite", "steam", "x", "twitch", "bereal",
    }  # fmt: skip


def test_every_app_says_from_what_age_and_where_that_was_read() -> None:
    for platform in REAL:
        assert (platform.age is None) == (set(platform.age_rule) == {"pl", "en"}), platform.id
        assert platform.sources, platform.id
        assert all(13 <= age <= 18 for age in platform.ages.values()), platform.id


def test_no_step_is_longer_than_a_child_reads() -> None:
    for platform in REAL:
        for by_kind in platform.steps.values():
            for steps in by_kind.values():
                assert all(len(step.split()) <= 20 for step in steps), platform.id


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("  help: https://", "  help: ", "discord: `help` is no web address"),
        ("  name: Discord\n", "", "discord: `name` is missing"),
        ("  age: 13\n", "  years: 13\n", "discord: `years` is not a known key"),
        ("  age: 13\n", "", "discord: no age, or two"),
    ],
)
def test_a_mistake_is_named(wrong: str, right: str, said: str, tmp_path: Path) -> None:
    text = (Path("data") / FILE).read_text(encoding="utf-8")
    assert wrong in text
    file = tmp_path / FILE
    file.parent.mkdir()
    file.write_text(text.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(ContentErrors) as error:
        Platforms.load(tmp_path)
    assert said in str(error.value)
