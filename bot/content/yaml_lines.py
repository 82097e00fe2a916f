"""YAML with line numbers: every mapping remembers where each of its keys stands."""

from pathlib import Path
from typing import Any

import yaml

from bot.content.errors import ContentError, ContentErrors


class Mapping(dict[str, Any]):
    """A mapping with `lines`: key -> line number, and `line` of its own."""

    lines: dict[str, int]
    line: int


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Builds `Mapping`s and refuses repeated keys."""


def _mapping(loader: Any, node: yaml.MappingNode) -> Mapping:
    result = Mapping()
    result.line = node.start_mark.line + 1
    result.lines = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in result:
            raise yaml.MarkedYAMLError(problem=f"{key!r} twice", problem_mark=key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(file: Path) -> Mapping:
    """The file's top mapping; raises ContentErrors naming file, line and mend."""
    try:
        loaded = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
    except FileNotFoundError as error:
        raise ContentErrors([ContentError(file, 0, "the file is missing", "write it")]) from error
    except UnicodeDecodeError as error:
        mend = "save it as UTF-8"
        raise ContentErrors([ContentError(file, 1, "not UTF-8", mend)]) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        mend = "look for a missing quote, a tab, or a wrong indent near this line"
        line = mark.line + 1 if mark else 1
        raise ContentErrors([ContentError(file, line, str(problem), mend)]) from error
    if not isinstance(loaded, Mapping):
        mend = "start with `key: value` lines as in another topic"
        raise ContentErrors([ContentError(file, 1, "no keys at the top of the file", mend)])
    return loaded
