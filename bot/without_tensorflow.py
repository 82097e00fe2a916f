"""Rasa without TensorFlow, which costs 380 MB and five seconds, and computes nothing of ours.

Rasa imports it for components that `config.yml` does not name (DIET, TED, ResponseSelector).
After `leave_out()` those imports give stand-ins, from which classes can be derived and with which
functions can be decorated, but which compute nothing: the way Sphinx reads code whose dependencies
are not installed. A model that needs TensorFlow fails to load, and says that it needs it.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

_LEFT_OUT = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "keras"})


class TensorFlowLeftOut(RuntimeError):
    """Something wanted to compute with TensorFlow; the text says what."""


class _StandIn:
    """An attribute of TensorFlow: a base class, a decorator, an annotation, but never a value."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> "_StandIn":
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandIn(f"{self._name}.{name}")

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (_Base,)

    def __call__(self, *args: Any, **options: Any) -> Any:
        if len(args) == 1 and callable(args[0]) and not options:
            return args[0]  # used as a decorator
        return self

    def __getitem__(self, item: object) -> "_StandIn":
        return self

    def __or__(self, other: object) -> "_StandIn":
        return self

    __ror__ = __or__

    def __bool__(self) -> bool:
        raise TensorFlowLeftOut(self._name)

    __len__ = __iter__ = __float__ = __int__ = __array__ = __bool__


class _Base:
    """What classes derive from in place of a class of TensorFlow."""

    def __init__(self, *args: Any, **options: Any) -> None:
        raise TensorFlowLeftOut(type(self).__name__)


class _Module(ModuleType):
    def __getattr__(self, name: str) -> _StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandIn(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in _LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = _Module(spec.name)
        module.__path__ = []  # a package, so that its parts are asked for here too
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def leave_out() -> None:
    """From now on imports of TensorFlow give stand-ins; does nothing where it is loaded already."""
    if "tensorflow" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
