"""`docs/openapi.yml` says what the server does: the same paths, words and codes."""

import pytest
from jsonschema import Draft202012Validator

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.problems import STATUS
from bot.web.vocabulary import CHANNELS, COUNTRIES, HELPLINE_KINDS, MESSAGE_KINDS, Vocabulary

from .contract import document, resolved
from .fakes import EMERGENCY, LINE, FakeDirectory, FakeEngine

SCHEMAS = document()["components"]["schemas"]


async def test_every_route_is_described_and_nothing_else() -> None:
    app = create_app(Settings(), FakeEngine(), FakeDirectory())
    served = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.method != "HEAD"
    }
    described = {
        (method.upper(), path) for path, item in document()["paths"].items() for method in item
    }
    assert served == described


@pytest.mark.parametrize(
    ("words", "served"),
    [
        (SCHEMAS["Language"]["enum"], Vocabulary.load().languages),
        (SCHEMAS["Audience"]["enum"], Vocabulary.load().audiences),
        (SCHEMAS["Country"]["enum"], COUNTRIES),
        (SCHEMAS["HelplineKind"]["enum"], HELPLINE_KINDS),
        (SCHEMAS["Channel"]["enum"], CHANNELS),
        (SCHEMAS["Message"]["properties"]["kind"]["enum"], MESSAGE_KINDS),
        (SCHEMAS["ErrorBody"]["properties"]["code"]["enum"], STATUS),
    ],
)
def test_the_words_are_the_servers(words: list[str], served: object) -> None:
    assert sorted(words) == sorted(served)  # type: ignore[call-overload]


@pytest.mark.parametrize("code", sorted(STATUS))
def test_every_code_is_explained_at_its_status(code: str) -> None:
    responses = document()["components"]["responses"].values()
    assert any(f"`{code}`" in response["description"] for response in responses)


def test_every_error_of_an_operation_is_a_shared_one() -> None:
    for item in document()["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert "$ref" in response
                    assert resolved(response)["description"]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("record", [LINE, EMERGENCY])
def test_the_fakes_of_these_tests_fit_the_schema(record: dict[str, object]) -> None:
    schema = {"$ref": "#/components/schemas/Helpline", "components": document()["components"]}
    Draft202012Validator(schema).validate(record)
