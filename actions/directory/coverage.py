"""Which kinds of help the countries have: what is shown, what is said to be missing."""

from collections.abc import Iterable, Mapping
from typing import Any

from actions.directory.needs import kinds_for
from actions.directory.record import KINDS, WORLD, is_shown

# Worldwide lists of other countries' lines: no help of their own.
LISTS = frozenset({"child_helpline", "report_hotline"})


def kinds_of(country: Mapping[str, Any]) -> set[str]:
    """The kinds of help of a country's services that are shown: their own and what they serve."""
    shown = [service for service in country.get("services") or [] if is_shown(service)]
    served = {kinds_for([need])[0] for service in shown for need in service.get("serves") or []}
    return {service["kind"] for service in shown} | served


def tools(countries: Iterable[Mapping[str, Any]]) -> set[str]:
    """The kinds that a worldwide service gives in every country."""
    return {
        kind for country in countries if country["country"] == WORLD for kind in kinds_of(country)
    } - LISTS


def countries_by_kind(countries: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Kind: the countries with a service of it that is shown."""
    held: dict[str, list[str]] = {kind: [] for kind in sorted(KINDS)}
    for country in countries:
        for service in country.get("services") or []:
            codes = held[service["kind"]]
            if country["country"] not in (WORLD, *codes[-1:]) and is_shown(service):
                codes.append(country["country"])
    return held
