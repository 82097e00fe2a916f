"""What the web side refuses, and the status of every refusal the product foresees."""

from collections.abc import Mapping

# Statuses of the domain errors of `bot/errors.py` and of the problems raised below.
STATUS: Mapping[str, int] = {
    "bad_request": 400,
    "bad_json": 400,
    "no_token": 401,
    "unknown_token": 401,
    "origin_not_allowed": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_slow": 408,
    "message_id_reused": 409,
    "body_too_large": 413,
    "not_json": 415,
    "bad_body": 422,
    "bad_id": 422,
    "text_or_choice": 422,
    "text_missing": 422,
    "text_too_long": 422,
    "unknown_choice": 422,
    "unknown_language": 422,
    "unknown_country": 422,
    "unknown_audience": 422,
    "unknown_kind": 422,
    "unknown_channel": 422,
    "bad_timezone": 422,
    "bad_page": 422,
    "bad_page_number": 422,
    "too_many_requests": 429,
    "conversation_busy": 429,
    "starting": 503,
    "stopping": 503,
    "too_many_conversations": 503,
    "unavailable": 503,
}


class Problem(Exception):
    """A request that is answered with an error: `code` is a key of STATUS."""

    def __init__(self, code: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.headers = dict(headers or {})
