"""Reads what a request asks: its token, its JSON body, its language; refuses with a Problem."""

import hashlib
import json
import re
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import hdrs, web

from bot.errors import UnknownAudience, UnknownConversation, UnknownCountry, UnknownLanguage
from bot.web.keys import COUNTRY, ENGINE, LANGUAGE, SETTINGS, VOCABULARY
from bot.web.ports import Engine
from bot.web.problems import Problem
from bot.web.vocabulary import COUNTRIES

TEXT_LIMIT = 1000
ID_LIMIT = 64
CHOICE_LIMIT = 100
PAGE_LIMIT = 2000
# The form that 32 bytes take in URL-safe base 64.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
# What cannot be read: control characters save tab and new line, and halves of surrogate pairs.
UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def engine_of(request: web.Request) -> Engine:
    """The engine, once it can answer; Problem `starting` until then."""
    engine = request.app[ENGINE]
    if not engine.ready:
        raise Problem("starting", headers={"Retry-After": "2"})
    return engine


def conversation_key(token: str) -> str:
    """What a token is known by inside: its SHA-256 as 64 hex digits."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def key_of(request: web.Request) -> str:
    """The key of the conversation whose token is in `Authorization: Bearer`."""
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem("no_token")
    if not TOKEN.fullmatch(token.strip()):
        raise UnknownConversation
    return conversation_key(token.strip())


async def body_of(request: web.Request) -> dict[str, Any]:
    """The JSON object that the request carries (its size is checked by a middleware)."""
    if request.content_type != "application/json":
        raise Problem("not_json")
    raw = await request.read()
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    # RecursionError: ten thousand opening brackets.
    except (ValueError, RecursionError) as error:
        raise Problem("bad_json") from error
    if not isinstance(body, dict):
        raise Problem("bad_body")
    return body


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("JSON has no such constant")


def optional(body: dict[str, Any], name: str, problem: str, limit: int) -> str | None:
    """A text of the body that may be missing or null."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > limit:
        raise Problem(problem)
    return value


def message_id(body: dict[str, Any]) -> str:
    """The client's id of a message: 1 to 64 readable characters."""
    value = body.get("id")
    if not isinstance(value, str) or not 1 <= len(value) <= ID_LIMIT or UNREADABLE.search(value):
        raise Problem("bad_id")
    return value


def text_or_choice(body: dict[str, Any]) -> tuple[str | None, str | None]:
    """Exactly one of `text` (readable, 1 to 1,000 characters) and `choice`."""
    text, choice = body.get("text"), body.get("choice")
    if (text is None) == (choice is None):
        raise Problem("text_or_choice")
    if choice is not None:
        if not isinstance(choice, str) or not 1 <= len(choice) <= CHOICE_LIMIT:
            raise Problem("unknown_choice")
        return None, choice
    if not isinstance(text, str) or not text:
        raise Problem("text_missing")
    if len(text) > TEXT_LIMIT:
        raise Problem("text_too_long")
    return UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text), None


def language(request: web.Request, value: object) -> str | None:
    """A language that the product speaks, or None when none is asked for."""
    if value is None:
        return None
    if not isinstance(value, str) or value not in request.app[VOCABULARY].languages:
        raise UnknownLanguage
    request[LANGUAGE] = value
    return value


def audience(request: web.Request, value: object) -> str | None:
    """One of the audiences of `data/labels.yml`, or None."""
    if value is None:
        return None
    if not isinstance(value, str) or value not in request.app[VOCABULARY].audiences:
        raise UnknownAudience
    return value


def country(request: web.Request, value: object) -> str | None:
    """A country code, or None."""
    if value is None:
        return None
    if not isinstance(value, str) or value not in COUNTRIES:
        raise UnknownCountry
    request[COUNTRY] = value
    return value


def timezone(body: dict[str, Any]) -> str | None:
    """A time zone this machine knows; one that it does not know counts as not given."""
    name = optional(body, "timezone", "bad_timezone", ID_LIMIT)
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def page(body: dict[str, Any]) -> str | None:
    """Host and path of the page the widget stands on; what could name a visitor is cut off."""
    address = optional(body, "page", "bad_page", PAGE_LIMIT)
    if not address:
        return None
    try:
        parts = urlsplit(UNREADABLE.sub("", address))
        return f"{parts.hostname or ''}{parts.path}"[:200] or None
    except ValueError:
        return None


def language_asked(request: web.BaseRequest, app: web.Application) -> str:
    """The language of an error's sentence: asked for, else Accept-Language, else the default."""
    spoken = app[VOCABULARY].languages
    asked = request.get(LANGUAGE) or request.query.get("language")
    if asked in spoken:
        return str(asked)
    wishes = []
    for item in request.headers.get(hdrs.ACCEPT_LANGUAGE, "").split(","):
        name, _, parameter = item.partition(";")
        weight = parameter.strip().removeprefix("q=") or "1"
        code = name.strip().lower().partition("-")[0]
        if code in spoken and re.fullmatch(r"[01](\.\d{0,3})?", weight, re.ASCII):
            wishes.append((float(weight), code))
    # max keeps the first of equals, as the header lists them by wish.
    best = max(wishes, key=lambda wish: wish[0], default=(0.0, ""))
    return best[1] if best[0] > 0 else app[SETTINGS].default_language
