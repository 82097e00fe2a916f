"""Everything that can be set from outside: one frozen dataclass, read from the environment.

`docs/configuration.md` holds the same table; a test keeps the two equal.
"""

import difflib
import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

import limits

PREFIX = "LATARNIK_"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(ValueError):
    """A variable has a value that cannot be used; the text names variable, value and mend."""


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise ValueError("give a whole number from 0 to 65535 (0 lets the system choose)")
    return int(value)


def _positive(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise ValueError("give a whole number of at least 1")
    return int(value)


def _some(value: str) -> str:
    if not value:
        raise ValueError("give a value, or unset the variable to get the default")
    return value


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value.lower() not in allowed:
            raise ValueError(f"give one of: {', '.join(allowed)}")
        return value.lower()

    return parse


def _switch(value: str) -> bool:
    return _one_of("on", "off")(value) == "on"


def _address(*schemes: str, empty: bool = False) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if empty and not value:
            return value
        # A driver may be named, as in postgresql+asyncpg://.
        if value.partition("://")[0].partition("+")[0] not in schemes:
            starts = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValueError(f"give an address that starts with {starts}")
        return value

    return parse


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _origins(value: str) -> tuple[str, ...]:
    for item in _items(value):
        parts = urlsplit(item)
        if parts.scheme not in {"http", "https"} or item != f"{parts.scheme}://{parts.netloc}":
            raise ValueError(
                "give origins such as https://www.example.org, without a path, split by commas"
            )
    return tuple(item.lower() for item in _items(value))


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(item) for item in _items(value))
    except ValueError as error:
        raise ValueError(
            "give addresses or networks such as 10.0.0.0/8, split by commas"
        ) from error


def _rate(value: str) -> str | None:
    if value.lower() == "off":
        return None
    rate = DEFAULT_RATE if value.lower() == "on" else value
    try:
        limits.parse(rate)
    except ValueError as error:
        raise ValueError("give on, off, or a limit such as 30/minute") from error
    return rate


def _language(value: str) -> str:
    if not re.fullmatch("[a-z]{2}", value):
        raise ValueError("give a code of two small letters, such as pl or en")
    return value


def _country(value: str) -> str | None:
    if value and not re.fullmatch("[A-Z]{2}", value):
        raise ValueError("give an ISO 3166-1 code of two capital letters, such as PL, or nothing")
    return value or None


DEFAULT_RATE = "30/minute"


def _setting(default: str, parse: Callable[[str], Any], doc: str) -> Any:
    """A field whose default is written as one would write it in the environment."""
    return field(default=parse(default), metadata={"default": default, "parse": parse, "doc": doc})


@dataclass(frozen=True)
class Settings:
    """How one process of Latarnik runs. Times in minutes; networks and origins are tuples."""

    host: str = _setting("127.0.0.1", _some, "Address to listen on.")
    port: int = _setting("8080", _port, "Port to listen on.")
    database_url: str = _setting(
        "sqlite:///var/directory.sqlite",
        _address("sqlite", "postgresql"),
        "The directory of helplines: SQLite file or PostgreSQL server.",
    )
    redis_url: str = _setting(
        "",
        _address("redis", "rediss", "unix", empty=True),
        "Redis for conversations and locks, needed when several processes serve; empty keeps "
        "them in the memory of the process.",
    )
    model: str = _setting("models/latarnik.tar.gz", _some, "The trained model.")
    pipeline: str = _setting(
        "best",
        _one_of("best", "light"),
        "Understanding: `best` (sentence encoder) or `light` (less memory, quicker).",
    )
    origins: tuple[str, ...] = _setting(
        "",
        _origins,
        "Web sites that may use the API and frame the chat page, split by commas; empty means "
        "this server's own pages alone.",
    )
    trusted_proxies: tuple[Network, ...] = _setting(
        "",
        _networks,
        "Addresses or networks of balancers whose `X-Forwarded-For` and `X-Forwarded-Proto` are "
        "believed; empty means none.",
    )
    metrics_from: tuple[Network, ...] = _setting(
        "127.0.0.0/8, ::1",
        _networks,
        "Networks that may read `/metrics`; for others it does not exist, because counts of a "
        "quiet site could show that a child has just written.",
    )
    rate_limit: str | None = _setting(
        "on",
        _rate,
        "Messages of one conversation: `on` (30/minute), `off`, or a limit such as `60/minute`. "
        "One address may open twice as many conversations and make forty times as many requests, "
        "so that a whole class can share an address. `off` switches all three off.",
    )
    conversation_idle_minutes: int = _setting(
        "30", _positive, "A conversation in which nothing is said dies after so many minutes."
    )
    conversation_max_minutes: int = _setting(
        "120", _positive, "A conversation dies after so many minutes in any case."
    )
    max_conversations: int = _setting(
        "20000", _positive, "Conversations alive at once; more are refused with helplines."
    )
    default_language: str = _setting(
        "pl", _language, "Language when the client asks for none that the product speaks."
    )
    default_country: str | None = _setting(
        "",
        _country,
        "Country whose helplines are shown when the child's is not known, such as `PL`; empty "
        "shows those that serve every country.",
    )
    statistics: bool = _setting(
        "off", _switch, "`on` keeps daily counts by topic and language in the database, no words."
    )
    log_level: str = _setting(
        "info",
        _one_of("debug", "info", "warning", "error"),
        "The least important log line that is written.",
    )

    def __post_init__(self) -> None:
        if self.conversation_max_minutes < self.conversation_idle_minutes:
            raise SettingsError(
                f"{PREFIX}CONVERSATION_MAX_MINUTES={self.conversation_max_minutes}: it is less "
                f"than {PREFIX}CONVERSATION_IDLE_MINUTES={self.conversation_idle_minutes}; "
                "give at least as much"
            )

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read the variables of `env`; raises SettingsError with variable, value and mend.

        A variable that looks like a misspelled one is refused: a setting that silently does
        nothing is worse than a process that does not start.
        """
        known = {variable(item): item for item in fields(cls)}
        for name in env:
            if name.startswith(PREFIX) and name not in known:
                _refuse_misspelled(name, known)
        values = {}
        for name, item in known.items():
            if name in env:
                try:
                    values[item.name] = item.metadata["parse"](env[name].strip())
                except ValueError as error:
                    shown = _without_password(env[name])
                    raise SettingsError(f"{name}={shown}: {error}") from error
        return cls(**values)


def _refuse_misspelled(name: str, known: Iterable[str]) -> None:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.9)
    if close:
        raise SettingsError(f"{name}: no such variable; did you mean {close[0]}?")


def _without_password(value: str) -> str:
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", value)


def variable(item: "Field[Any]") -> str:
    """The name of the environment variable of a field of Settings."""
    return PREFIX + item.name.upper()


def table() -> str:
    """The settings as a Markdown table, as it stands in `docs/configuration.md`."""
    rows = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for item in fields(Settings):
        default = item.metadata["default"]
        shown = f"`{default}`" if default else "(empty)"
        rows.append(f"| `{variable(item)}` | {shown} | {item.metadata['doc']} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
