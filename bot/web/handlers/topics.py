"""Topics: what can be asked, in groups, for those who do not know what to ask."""

from typing import Any

from aiohttp import web

from bot.web import asking
from bot.web.keys import TOPICS
from bot.web.replies import reply


class NoTopics:
    """A list on which nothing stands."""

    def groups(self, language: str, audience: str | None) -> list[dict[str, Any]]:  # noqa: ARG002
        """No group."""
        return []


async def read(request: web.Request) -> web.Response:
    """The groups for an audience, in a language."""
    query = request.query
    asking.language(request, query.get("language"))
    audience = asking.audience(request, query.get("audience"))
    language = asking.language_asked(request, request.app)
    return reply(request, {"groups": request.app[TOPICS].groups(language, audience)})
