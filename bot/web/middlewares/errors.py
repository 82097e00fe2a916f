"""Every failure becomes `{error: {code, message}}` in the language asked: never a stack trace."""

from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import LatarnikError
from bot.web.asking import language_asked
from bot.web.keys import COUNTRY, METERS, SAFETY_NET, VOCABULARY
from bot.web.problems import STATUS, Problem
from bot.web.replies import reply

log = structlog.get_logger()

# Statuses after which a child would stand alone: they carry helplines.
WITH_HELPLINES = frozenset({429, 503})
BY_STATUS = {
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "body_too_large",
    415: "not_json",
}
RETRY_AFTER = {"conversation_busy": "1", "too_many_conversations": "30", "unavailable": "2"}


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what a handler or an inner middleware raises into the answer of the contract."""
    try:
        return await handler(request)
    except Problem as problem:
        return await answer(request, problem.code, problem.headers)
    except LatarnikError as error:
        return await answer(request, error.code)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code = BY_STATUS.get(error.status, "bad_request" if error.status < 500 else "unavailable")
        kept = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return await answer(request, code, kept)
    except Exception as error:
        # The class alone: the text of an exception may quote what a child wrote.
        log.error("request_failed", class_name=type(error).__name__)
        request.app[METERS].failure()
        return await answer(request, "unavailable")


async def answer(
    request: web.Request, code: str, headers: dict[str, str] | None = None
) -> web.Response:
    """The answer for an error code: status, kind sentence, and helplines where they are due."""
    app = request.app
    # A domain error without a status of its own is a refusal of what was asked.
    status = STATUS.get(code, 422)
    language = language_asked(request, app)
    sentences = app[VOCABULARY].sentences[language]
    message = sentences.get(code, sentences["unavailable"])
    content: dict[str, Any] = {"error": {"code": code, "message": message}}
    more = dict(headers or {})
    if status in WITH_HELPLINES:
        country = request.get(COUNTRY)
        content["helplines"] = await app[SAFETY_NET].helplines(country, language)
        more.setdefault("Retry-After", RETRY_AFTER.get(code, "2"))
    if status == 401:
        more["WWW-Authenticate"] = "Bearer"
    return reply(request, content, status=status, headers=more)
