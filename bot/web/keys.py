"""Typed keys of what the application and a request carry."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.settings import Settings
from bot.web.assets import Assets
from bot.web.clients import Clients
from bot.web.meters import Meters
from bot.web.ports import Directory, Engine, TopicList
from bot.web.safety_net import SafetyNet
from bot.web.statistics import Statistics
from bot.web.vocabulary import Vocabulary

Clock = Callable[[], datetime]

SETTINGS = web.AppKey("settings", Settings)
ENGINE = web.AppKey[Engine]("engine")
DIRECTORY = web.AppKey[Directory]("directory")
CLOCK = web.AppKey[Clock]("clock")
VOCABULARY = web.AppKey("vocabulary", Vocabulary)
CLIENTS = web.AppKey("clients", Clients)
METERS = web.AppKey("meters", Meters)
ASSETS = web.AppKey("assets", Assets)
SAFETY_NET = web.AppKey("safety_net", SafetyNet)
TOPICS = web.AppKey[TopicList]("topics")
STATISTICS = web.AppKey("statistics", Statistics)
TURN_DEADLINE = web.AppKey("turn_deadline", float)
TURNS = web.AppKey[set[asyncio.Task[object]]]("turns")
ENGINE_START = web.AppKey[asyncio.Task[None]]("engine_start")
STOPPING = web.AppKey("stopping", asyncio.Event)

# On a request: the language and country asked for, as soon as they are known to be good.
LANGUAGE = web.RequestKey("language", str)
COUNTRY = web.RequestKey("country", str)
