"""Settings come from the environment, or the process does not start and says why."""

import dataclasses
import ipaddress
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, table, variable

CONFIGURATION = Path(__file__).resolve().parents[3] / "docs" / "configuration.md"


def test_nothing_set_gives_the_defaults() -> None:
    settings = Settings.from_environment({"PATH": "/bin"})
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.rate_limit == "30/minute"
    assert settings.default_country is None


def test_the_documentation_holds_the_same_table() -> None:
    assert table() in CONFIGURATION.read_text(encoding="utf-8")


def test_every_setting_is_frozen_and_explained() -> None:
    for field in dataclasses.fields(Settings):
        assert field.metadata["doc"].endswith(".")
        assert variable(field) in table()
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_values_are_read() -> None:
    settings = Settings.from_environment(
        {
            "LATARNIK_PORT": " 9000 ",
            "LATARNIK_DATABASE_URL": "postgresql+asyncpg://u:p@db/latarnik",
            "LATARNIK_ORIGINS": "https://A.example, http://localhost:3000",
            "LATARNIK_TRUSTED_PROXIES": "10.0.0.0/8,::1",
            "LATARNIK_RATE_LIMIT": "OFF",
            "LATARNIK_STATISTICS": "on",
            "LATARNIK_DEFAULT_COUNTRY": "PL",
        }
    )
    assert settings.port == 9000
    assert settings.origins == ("https://a.example", "http://localhost:3000")
    assert settings.trusted_proxies[0] == ipaddress.ip_network("10.0.0.0/8")
    assert settings.rate_limit is None
    assert settings.statistics is True
    assert settings.default_country == "PL"


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("PORT", "http", "whole number from 0 to 65535"),
        ("PORT", "70000", "whole number from 0 to 65535"),
        ("HOST", "", "unset the variable"),
        ("DATABASE_URL", "mysql://x", "sqlite:// or postgresql://"),
        ("REDIS_URL", "localhost", "redis://"),
        ("PIPELINE", "huge", "best, light"),
        ("ORIGINS", "*", "https://www.example.org"),
        ("ORIGINS", "https://a.example/chat", "without a path"),
        ("TRUSTED_PROXIES", "balancer", "10.0.0.0/8"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "10.0.0.0/8"),
        ("RATE_LIMIT", "many", "30/minute"),
        ("MAX_CONVERSATIONS", "0", "at least 1"),
        ("DEFAULT_LANGUAGE", "polski", "pl or en"),
        ("DEFAULT_COUNTRY", "pl", "capital letters"),
        ("STATISTICS", "maybe", "on, off"),
        ("LOG_LEVEL", "loud", "debug, info, warning, error"),
    ],
)
def test_a_value_that_cannot_be_used_names_variable_value_and_mend(
    name: str, value: str, mend: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({f"LATARNIK_{name}": value})
    assert f"LATARNIK_{name}={value}" in str(caught.value)
    assert mend in str(caught.value)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"LATARNIK_DATABASE_URL": "mysql://u:hush@db/x"})
    assert "hush" not in str(caught.value)


def test_a_misspelled_variable_is_refused_and_a_strangers_one_is_not() -> None:
    with pytest.raises(SettingsError, match="did you mean LATARNIK_RATE_LIMIT"):
        Settings.from_environment({"LATARNIK_RATE_LIMTI": "off"})
    Settings.from_environment({"LATARNIK_TEST_SERVER": "x"})


def test_a_conversation_lives_at_least_as_long_as_it_may_be_idle() -> None:
    with pytest.raises(SettingsError, match="LATARNIK_CONVERSATION_MAX_MINUTES=10"):
        Settings.from_environment({"LATARNIK_CONVERSATION_MAX_MINUTES": "10"})
