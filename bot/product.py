"""Puts the product together: content, directory, conversations, engine, web application."""

import asyncio
import time
from pathlib import Path

from aiohttp import web

from actions.directory import Directory
from actions.services import DATA, Services
from bot.content import Catalogue
from bot.engine.conversations import ConversationStore, Lifetime, MemoryConversations
from bot.engine.engine import Engine
from bot.engine.redis_conversations import RedisConversations
from bot.memory import keep_little
from bot.nlu.lexicon import RiskLexicon
from bot.privacy.masking import Masker
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.server import serve


def build(settings: Settings) -> web.Application:
    """The application with all its parts; raises ContentErrors when a text is wrong."""
    catalogue = Catalogue.load(DATA).served()
    directory = Directory(settings.database_url)
    services = Services(
        catalogue,
        directory,
        default_language=settings.default_language,
        default_country=settings.default_country,
    )
    lifetime = Lifetime(
        settings.conversation_idle_minutes * 60.0, settings.conversation_max_minutes * 60.0
    )
    store = conversations(settings, lifetime)
    engine = Engine(
        Path(settings.model),
        services,
        store,
        lifetime,
        Masker(),
        RiskLexicon.load(),
        clock=time.time if settings.redis_url else time.monotonic,
    )
    return create_app(
        settings, engine, directory, topic_list=catalogue, conversations_alive=engine.alive
    )


def conversations(settings: Settings, lifetime: Lifetime) -> ConversationStore:
    """In memory by default; in Redis when an address is given. Never one for the other."""
    if settings.redis_url:
        return RedisConversations(settings.redis_url, lifetime, settings.max_conversations)
    return MemoryConversations(lifetime, settings.max_conversations, time.monotonic)


def run(settings: Settings) -> None:
    """Serves until the process is told to stop."""
    keep_little()
    asyncio.run(serve(build(settings), settings))
