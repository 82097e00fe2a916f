"""A phone, opening hours or a source as one line of text: `voice | 116 111 | +48116111`."""

from typing import Any

KEYS = {
    "phones": ("type", "number", "e164", "keyword"),
    "schedules": ("byday", "opens_at", "closes_at"),
    "sources": ("title", "url", "read_on"),
    "none_found": ("kind", "searched_on", "searched"),
}
LISTS = ("languages", "serves")
AGES = ("minimum_age", "maximum_age")


def line(of: str, part: dict[str, Any]) -> str:
    """One part as a line; trailing empty values are left out."""
    values = [",".join(part[k]) if k == "byday" else str(part.get(k, "")) for k in KEYS[of]]
    return " | ".join(values).rstrip(" |")


def parse(of: str, text: str) -> dict[str, Any]:
    """The part that a line says."""
    values = [value.strip() for value in text.split(" | ")]
    part: dict[str, Any] = {k: v for k, v in zip(KEYS[of], values, strict=False) if v}
    if "byday" in part:
        part["byday"] = part["byday"].split(",")
    return part


def cell(key: str, value: Any) -> str:
    """A value as the text of one cell; parts stand below each other."""
    if key in KEYS:
        return "\n".join(line(key, part) for part in value)
    if key in LISTS:
        return ",".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def value(key: str, text: str) -> Any:
    """The value that the text of a cell says; raises ValueError where it says none."""
    if key in KEYS:
        return [parse(key, line) for line in text.splitlines() if line.strip()]
    if key in LISTS:
        return [part.strip() for part in text.split(",")]
    if key == "show":
        if text.lower() not in ("true", "false"):
            raise ValueError("write true or false")
        return text.lower() == "true"
    if key in AGES:
        if not text.isdecimal():
            raise ValueError("write an age in years, as 12")
        return int(text)
    return text
