"""Holds an answer against `docs/openapi.yml`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from aiohttp import ClientResponse
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[3]


@cache
def document() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docs" / "openapi.yml").read_text(encoding="utf-8"))


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """Follow one `$ref` inside the document."""
    if "$ref" not in part:
        return part
    found: Any = document()
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def hold(schema: dict[str, Any], value: object) -> None:
    """Fail when a value does not fit a schema of the document."""
    whole = {**schema, "components": document()["components"]}
    errors = [error.message for error in Draft202012Validator(whole).iter_errors(value)]
    assert not errors, errors


async def hold_answer(response: ClientResponse, method: str, template: str) -> Any:
    """Fail when status, type, headers or body are not as described; gives back the JSON."""
    operation = document()["paths"][template][method.lower()]
    described = operation["responses"]
    assert str(response.status) in described, f"{method} {template}: {response.status}"
    description = resolved(described[str(response.status)])
    for name, header in description.get("headers", {}).items():
        schema = resolved(header)["schema"]
        assert name in response.headers, name
        text = response.headers[name]
        hold(schema, int(text) if schema["type"] == "integer" else text)
    body = await response.read()
    if "content" not in description:
        assert not body
        return None
    assert response.content_type in description["content"]
    if response.content_type != "application/json":
        return None
    value = json.loads(body)
    hold(description["content"]["application/json"].get("schema", {}), value)
    return value
