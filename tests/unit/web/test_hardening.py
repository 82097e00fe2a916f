"""Headers, origins, limits, pages, metrics and logs: what a stranger must not get."""

import json

import pytest
import structlog
from structlog.testing import LogCapture

from bot.web.handlers import messages
from bot.web.middlewares import access_log
from bot.web.middlewares.security_headers import NOTHING

from .conftest import Site, Start
from .contract import hold_answer

OPEN = "/api/v1/conversations"
SAY = "/api/v1/messages"
FALLBACK = "/api/v1/helplines/fallback"
PAGE = "https://school.example"


@pytest.mark.parametrize(
    "path", ["/", "/chat", "/static/latarnik.js", FALLBACK, "/livez", "/nowhere", "/metrics"]
)
async def test_every_answer_has_the_headers(site: Site, path: str) -> None:
    headers = (await site.client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Permissions-Policy"] == NOTHING
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Server"] == "latarnik"
    assert "Strict-Transport-Security" not in headers
    assert "Set-Cookie" not in headers


async def test_nothing_of_a_conversation_is_cached(site: Site) -> None:
    bearer = await site.open()
    answers = [
        await site.client.post(OPEN, json={}),
        await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer),
        await site.client.get(OPEN + "/current", headers=bearer),
        await site.client.delete(OPEN + "/current", headers=bearer),
        await site.client.get(OPEN + "/current", headers=bearer),
        await site.client.get("/chat"),
    ]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


async def test_pages_may_be_framed_by_the_configured_origins_alone(start: Start) -> None:
    site = await start(LATARNIK_ORIGINS=PAGE)
    page = (await site.client.get("/chat")).headers["Content-Security-Policy"]
    assert page.endswith(f"frame-ancestors 'self' {PAGE}")
    assert "script-src 'self'; style-src 'self'; img-src 'self' data:" in page
    data = (await site.client.get("/livez")).headers["Content-Security-Policy"]
    assert data.endswith("frame-ancestors 'none'")


async def test_the_widget_may_be_loaded_by_any_page(site: Site) -> None:
    response = await site.client.get("/static/latarnik.js", headers={"Origin": PAGE})
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.content_type == "text/javascript"
    await hold_answer(response, "GET", "/static/{name}")
    other = await site.client.get(FALLBACK, headers={"Origin": PAGE})
    assert other.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in other.headers


async def test_static_files_are_held_by_etag_and_compressed(site: Site) -> None:
    plain = await site.client.get("/static/latarnik.js", headers={"Accept-Encoding": "identity"})
    packed = await site.client.get("/static/latarnik.js", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    assert await plain.text() == await packed.text()
    held = {"If-None-Match": plain.headers["ETag"]}
    assert (await site.client.get("/static/latarnik.js", headers=held)).status == 304


@pytest.mark.parametrize(
    "name", ["secret.env", "..%2fdemo.html", "%2e%2e%2fapp.py", "none.js", ".js", "a%00.js", "ż.js"]
)
async def test_nothing_else_leaves_the_folder(site: Site, name: str) -> None:
    response = await site.client.get(f"/static/{name}")
    assert response.status in {400, 404}


async def test_a_changed_file_is_read_again(site: Site, static) -> None:
    await site.client.get("/chat")
    (static / "chat.html").write_text("new and longer than before, so that it shows")
    assert "new" in await (await site.client.get("/chat")).text()


async def test_json_is_compressed_when_large_but_never_with_a_token(site: Site) -> None:
    site.directory.padding = "x" * 3000
    site.clock.moment = site.clock.moment.replace(day=24)
    response = await site.client.get(FALLBACK, headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    refused = await site.client.get(FALLBACK, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    opened = await site.client.post(OPEN, json={}, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in opened.headers


# ---------------------------------------------------------------------- origins


async def test_a_configured_page_may_talk(start: Start) -> None:
    site = await start(LATARNIK_ORIGINS=f"{PAGE}, https://other.example")
    preflight = await site.client.options(
        SAY, headers={"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    response = await site.client.post(OPEN, json={}, headers={"Origin": PAGE})
    assert response.status == 201
    assert response.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Origin" in response.headers["Vary"]


async def test_errors_can_be_read_by_a_configured_page(start: Start) -> None:
    site = await start(LATARNIK_ORIGINS=PAGE)
    response = await site.client.post(SAY, json={}, headers={"Origin": PAGE})
    assert response.status == 401
    assert response.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://school.example", PAGE + ".evil.example"]
)
async def test_another_page_may_not_write_or_read(start: Start, origin: str) -> None:
    site = await start(LATARNIK_ORIGINS=PAGE)
    response = await site.client.post(OPEN, json={}, headers={"Origin": origin})
    assert response.status == 403
    assert (await hold_answer(response, "POST", OPEN))["error"]["code"] == "origin_not_allowed"
    assert "Access-Control-Allow-Origin" not in response.headers
    preflight = await site.client.options(
        SAY, headers={"Origin": origin, "Access-Control-Request-Method": "POST"}
    )
    assert "Access-Control-Allow-Origin" not in preflight.headers
    assert not site.engine.opened


async def test_a_browser_that_hides_the_origin_may_not_write(site: Site) -> None:
    for place, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 201)):
        response = await site.client.post(OPEN, json={}, headers={"Sec-Fetch-Site": place})
        assert response.status == status


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("lamp.example", "https://lamp.example"),
        ("lamp.example:443", "https://lamp.example"),
        ("LAMP.example:8080", "http://lamp.example:8080"),
    ],
)
async def test_our_own_pages_may_write(site: Site, host: str, origin: str) -> None:
    response = await site.client.post(OPEN, json={}, headers={"Host": host, "Origin": origin})
    assert response.status == 201


# ---------------------------------------------------------------------- limits


async def test_a_conversation_has_a_limit_and_it_passes(start: Start) -> None:
    site = await start(LATARNIK_RATE_LIMIT="3/minute", LATARNIK_DEFAULT_COUNTRY="PL")
    bearer, other = await site.open(), await site.open()

    async def say(headers: dict[str, str]) -> int:
        return (await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=headers)).status

    assert [await say(bearer) for _ in range(4)] == [200, 200, 200, 429]
    assert await say(other) == 200
    response = await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer)
    body = await hold_answer(response, "POST", SAY)
    assert body["error"]["code"] == "too_many_requests"
    assert body["helplines"]
    site.seconds.seconds += int(response.headers["Retry-After"])
    assert await say(bearer) == 200


async def test_an_address_opens_twice_as_many_conversations(start: Start) -> None:
    site = await start(LATARNIK_RATE_LIMIT="2/minute")
    opened = [(await site.client.post(OPEN, json={})).status for _ in range(5)]
    assert opened == [201, 201, 201, 201, 429]


async def test_an_address_has_a_limit_of_requests_but_health_has_none(start: Start) -> None:
    site = await start(LATARNIK_RATE_LIMIT="1/minute")
    asked = [(await site.client.get("/chat")).status for _ in range(41)]
    assert asked == [200] * 40 + [429]
    assert (await site.client.get("/livez")).status == 200


async def test_behind_a_trusted_balancer_the_limit_is_the_childs(start: Start) -> None:
    site = await start(LATARNIK_RATE_LIMIT="1/minute", LATARNIK_TRUSTED_PROXIES="127.0.0.1")

    async def open_from(chain: str) -> int:
        headers = {"X-Forwarded-For": chain}
        return (await site.client.post(OPEN, json={}, headers=headers)).status

    assert [await open_from("192.0.2.1") for _ in range(3)] == [201, 201, 429]
    assert await open_from("192.0.2.2") == 201
    # The left end of the chain is the caller's own invention.
    assert await open_from("192.0.2.77, 192.0.2.1") == 429


async def test_behind_an_unknown_balancer_the_header_is_not_believed(start: Start) -> None:
    site = await start(LATARNIK_RATE_LIMIT="1/minute")
    opened = [
        (await site.client.post(OPEN, json={}, headers={"X-Forwarded-For": f"192.0.2.{n}"})).status
        for n in range(3)
    ]
    assert opened == [201, 201, 429]


async def test_tls_at_a_trusted_balancer_brings_hsts(start: Start) -> None:
    encrypted = {"X-Forwarded-Proto": "https"}
    trusting = await start(LATARNIK_TRUSTED_PROXIES="127.0.0.0/8")
    headers = (await trusting.client.get("/livez", headers=encrypted)).headers
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    doubting = await start()
    headers = (await doubting.client.get("/livez", headers=encrypted)).headers
    assert "Strict-Transport-Security" not in headers


# ---------------------------------------------------------------------- metrics and logs


async def test_metrics_count_without_words(site: Site) -> None:
    bearer = await site.open(language="pl", audience="parent")
    text = "canary-word-1234"
    await site.client.post(SAY, json={"id": "m", "text": text}, headers=bearer)
    await site.client.get(f"/{text}")
    counts = await (await site.client.get("/metrics")).text()
    assert text not in counts
    assert "127.0.0.1" not in counts
    assert (
        'latarnik_replies_total{audience="parent",disclosure="",kind="answer",language="pl",'
        'topic="passwords"} 1.0'
    ) in counts
    assert 'latarnik_requests_total{method="POST",route="/api/v1/messages",status="200"}' in counts
    assert 'route="unknown",status="404"' in counts
    assert "latarnik_turn_seconds_count 1.0" in counts
    assert "latarnik_conversations 1.0" in counts
    # The clock of the tests stands at 23 November: 91 days after the oldest, which alone is due.
    assert "latarnik_directory_oldest_check_days 91.0" in counts
    assert "latarnik_directory_due 1.0" in counts


async def test_metrics_are_not_for_everybody(start: Start) -> None:
    site = await start(LATARNIK_METRICS_FROM="10.0.0.0/8")
    assert (await site.client.get("/metrics")).status == 404
    site = await start(LATARNIK_METRICS_FROM="10.0.0.0/8", LATARNIK_TRUSTED_PROXIES="127.0.0.1")
    for address, status in (("10.1.2.3", 200), ("192.0.2.1", 404), ("nonsense", 404)):
        headers = {"X-Forwarded-For": address}
        response = await site.client.get("/metrics", headers=headers)
        assert response.status == status
        await hold_answer(response, "GET", "/metrics")


async def test_behind_an_unknown_balancer_metrics_are_closed(site: Site) -> None:
    response = await site.client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    assert response.status == 404


async def test_the_log_holds_route_status_and_time_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = LogCapture()
    everything = structlog.make_filtering_bound_logger(0)
    log = structlog.wrap_logger(None, processors=[capture], wrapper_class=everything)
    for module in (access_log, messages):
        monkeypatch.setattr(module, "log", log)
    bearer = await site.open()
    site.engine.fault = RuntimeError("canary-word-1234")
    said = {"id": "m", "text": "canary-word-1234"}
    await site.client.post(SAY + "?q=canary-word-1234", json=said, headers=bearer)
    await site.client.get("/canary-word-1234")
    assert "canary" not in json.dumps(capture.entries)
    requests = [line for line in capture.entries if line["event"] == "request"]
    assert [(line["route"], line["status"]) for line in requests] == [
        (OPEN, 201),
        (SAY, 503),
        ("unknown", 404),
    ]
    for line in requests:
        assert set(line) == {"event", "log_level", "method", "route", "status", "seconds"}
    failed = [line for line in capture.entries if line["event"] == "turn_failed"]
    assert [line["class_name"] for line in failed] == ["RuntimeError"]
