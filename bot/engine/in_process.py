"""Custom actions in this process, through the one seam that Rasa has: `EndpointConfig.request`."""

import asyncio
import functools
import json
from collections.abc import Sequence
from typing import Any

import structlog
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

logger = structlog.get_logger()


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """Runs actions without HTTP. A failing or hanging action says nothing: the engine then does."""

    def __init__(self, actions: Sequence[Action], timeout: float) -> None:
        # Without a selective domain Rasa would serialise the whole domain in every call.
        super().__init__(url="inprocess://actions", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._timeout = timeout
        # `register_package` would exit the process on an import error and pick up test actions.
        for action in actions:
            self._executor.register_action(action)

    @property
    def names(self) -> set[str]:
        """The actions that can run."""
        return set(self._executor.actions)

    async def request(self, method: str = "post", *args: Any, **kwargs: Any) -> Any:
        """What Rasa calls in place of an HTTP request."""
        call = json.loads(json.dumps(kwargs["json"]))  # else an action could change live slots
        try:
            result = await asyncio.wait_for(self._executor.run(call), self._timeout)
            return json.loads(json.dumps(result))
        except ActionExecutionRejection as rejection:
            body = {"action_name": rejection.action_name, "error": "rejected"}
            raise ClientResponseError(400, "rejected", json.dumps(body)) from rejection
        except ActionNotFoundException as missing:
            raise ClientResponseError(404, "unknown action", "") from missing
        except Exception as error:  # an action may fail in any way, and must not cost the reply
            logger.error("action_failed", class_name=type(error).__name__)
            return {"events": [], "responses": []}


# Rasa checks the result of every action with a schema that it compiles anew each time: 20 ms of a
# turn of 22. The results here are our own and are checked where they are used (bot/engine/replies).
RemoteAction._validate_action_result = lambda *_: True
# For every event of an action it looks through all classes of events: a tenth of the dialogue.
Event.resolve_by_type = staticmethod(functools.cache(Event.resolve_by_type))
