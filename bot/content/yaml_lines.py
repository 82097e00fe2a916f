"""YAML with line numbers: every mapping remembers where each of its keys stands."""

from pathlib import Path
from typing import Any

import yaml

from bot.content.errors import ContentError, ContentErrors

_INDENT = "look for a missing quote, a tab, or a wrong indent near this line"


class Mapping(dict[str, Any]):
    """A mapping with `lines`: key -> line number, and `line` of its own."""

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """Where the key stands; the mapping's own line if it is not there."""
        return self.lines.get(key, self.line)


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Builds `Mapping`s and refuses repeated keys."""


def _mapping(loader: Any, node: yaml.MappingNode) -> Mapping:
    result = Mapping(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        # The key as it is written: to YAML 1.1 `on` and `no` would be true and false.
        scalar = isinstance(key_node, yaml.ScalarNode)
        key = str(key_node.value if scalar else loader.construct_object(key_node, deep=True))
        if key in result:
            raise yaml.MarkedYAMLError(
                problem=f"`{key}` stands here twice", problem_mark=key_node.start_mark
            )
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(file: Path) -> Mapping:
    """The file's top mapping; raises ContentErrors naming file, line and mend."""
    try:
        loaded = parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _one(file, 0, "the file is missing", "write it, or copy another one") from None
    except UnicodeDecodeError:
        raise _one(file, 1, "not UTF-8", "save the file as UTF-8") from None
    except OSError as error:
        raise _one(
            file, 0, f"cannot be read: {error.strerror}", "make it a readable file"
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise _one(file, mark.line + 1 if mark else 1, str(problem), _INDENT) from None
    # The YAML library lets many kinds of error out for a wrong tag or endless nesting.
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        mend = "take out `!` tags and `&` anchors; put the text in quotes"
        raise _one(file, 1, "not plain YAML", mend) from None
    if not isinstance(loaded, Mapping):
        mend = "start with `key: value` lines as in another topic"
        raise _one(file, 1, "no keys at the top of the file", mend)
    return loaded


def parse(text: str) -> Any:
    """The value in `text`, its mappings with lines; raises what the YAML library raises."""
    return yaml.load(text, _Loader)  # noqa: S506 - a safe loader


def _one(file: Path, line: int, message: str, mend: str) -> ContentErrors:
    return ContentErrors([ContentError(file, line, message, mend)])
