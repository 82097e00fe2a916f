"""Logging that cannot hold a child's words. `configure` must run before rasa is imported.

Left alone, Rasa writes every message to standard output (structlog's default prints all levels)
and tracebacks show local variables. Here nothing but time, level, event, class and a short list
of harmless fields is ever written, whoever logs: what is not on the list does not exist.
"""

import json
import logging
import os
import re
import sys
import threading
import warnings
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog

# Fields of our own events. None of them is ever filled from what somebody wrote.
FIELDS = ("route", "method", "status", "seconds", "code", "count", "address",
          "oldest_days", "due")  # fmt: skip
# An event is a name, not a sentence: anything else may hold words of a child.
NAME = re.compile(r"[a-z0-9_]+([.\-][a-z0-9_]+)*", re.ASCII)
# Rasa's own loggers say nothing below this level.
RASA_LEVEL = logging.ERROR
_ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
    "CUDA_VISIBLE_DEVICES": "-1",
}


def configure(level: str = "info", *, stream: TextIO | None = None) -> None:
    """Set up structlog, the standard library's logging and warnings for the whole process.

    `level` is one of debug, info, warning, error; lines of JSON go to `stream` (standard error).
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    target = stream or sys.stderr
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[structlog.processors.add_log_level, _drop_rasa, _render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=target),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(_Formatter())
    logging.basicConfig(handlers=[handler], level=number, force=True)
    for name in ("rasa", "rasa_sdk", "sanic", "tensorflow", "absl", "py.warnings"):
        logging.getLogger(name).setLevel(RASA_LEVEL)
    # aiohttp's own access log holds addresses and paths; ours is a middleware.
    logging.getLogger("aiohttp.access").disabled = True
    # A warning's text can be the line a child typed (Rasa does that for a leading slash).
    logging.captureWarnings(True)
    for module in (r"rasa\b", r"rasa_sdk\b", "tensorflow", "keras", "sanic", "pkg_resources"):
        warnings.filterwarnings("ignore", module=module)
    threading.excepthook = _thread_failed


def _line(level: str, event: str, **more: object) -> str:
    stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": stamp, "level": level, "event": event, **more}, default=_kind)


def _kind(value: object) -> str:
    return type(value).__name__


def _caller() -> str:
    """The module that logs, found above structlog and this file."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if not module.startswith("structlog") and module != __name__:
            return module
        frame = frame.f_back
    return ""


def _drop_rasa(
    _logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    level = logging.getLevelNamesMapping().get(method.upper(), RASA_LEVEL)
    if level < RASA_LEVEL and _caller().partition(".")[0] in {"rasa", "rasa_sdk"}:
        raise structlog.DropEvent
    return event


def _render(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """The last processor: keeps the fields of the list and of an exception only its class."""
    name = event.get("event")
    safe = name if isinstance(name, str) and NAME.fullmatch(name) else "unnamed"
    more = {key: event[key] for key in FIELDS if key in event}
    failure = _failure(event.get("exc_info")) or event.get("class_name")
    if isinstance(failure, str):
        more["class"] = failure
    return _line(str(event.get("level", "info")), safe, **more)


def _failure(info: object) -> str | None:
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple):
        info = info[0]
    if isinstance(info, BaseException):
        info = type(info)
    return info.__name__ if isinstance(info, type) else None


class _Formatter(logging.Formatter):
    """The same line for whoever uses the standard library: never the arguments of a message."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.msg if isinstance(record.msg, str) else ""
        event = message if NAME.fullmatch(message) else record.name
        more = {"at": f"{record.module}:{record.lineno}"}
        failure = _failure(record.exc_info)
        if failure:
            more["class"] = failure
        return _line(record.levelname.lower(), event, **more)


def _thread_failed(args: threading.ExceptHookArgs) -> None:
    structlog.get_logger().error("thread_failed", class_name=args.exc_type.__name__)
