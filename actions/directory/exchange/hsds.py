"""Open Referral HSDS 3.0 in JSON: services.json, an array of full services.

https://docs.openreferral.org/en/3.0/: what HSDS has a field for goes there, the rest into
`attributes` with terms of the taxonomy "latarnik", so that the way back loses nothing. A country's
emergency number is a service of the kind "emergency".
"""

import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from actions.directory.errors import DirectoryError
from actions.directory.exchange import parts
from actions.directory.record import faults

FILE = "services.json"
TAXONOMY = "latarnik"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://docs.openreferral.org/en/3.0/#latarnik")
# Our key: theirs.
_FIELDS = {
    "name": "name",
    "name_en": "alternate_name",
    "web": "url",
    "email": "email",
    "cost": "fees_description",
    "audience": "eligibility_description",
    "checked_on": "assured_date",
}
_ATTRIBUTES = ("id", "kind", "serves", *parts.AGES, "scope", "chat", "hours", "timezone",
               "source_date", "confidence", "show", "note")  # fmt: skip
# Term: our key, a list with one attribute for each part.
_LINES = {"source": "sources", "none_found": "none_found"}
_EMERGENCY = ("confidence", "basis", "note")
_AUDIENCES = {"child": (None, 18), "parent": (18, None), "any": (None, None)}


def services(countries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """HSDS services of countries as data/directory holds them."""
    found = []
    for country in countries:
        if country.get("emergency"):
            found.append(_from_emergency(country))
        for service in country.get("services") or []:
            found.append(_from_service(country["country"], service))
    return found


def countries_of(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The way back; raises DirectoryError naming the service and the mend."""
    countries: dict[str, dict[str, Any]] = {}
    for number, service in enumerate(found, 1):
        where = f"service {number} ({service.get('name')})"
        try:
            code = service["service_areas"][0]["extent"]
            country = countries.setdefault(code, {"country": code})
            if _attributes(service).get("kind") == ["emergency"]:
                alone = {"country": code, **_to_emergency(service)}
                country |= alone
            else:
                made = _to_service(service)
                country.setdefault("services", []).append(made)
                alone = {"country": code, "services": [made]}
        except (KeyError, IndexError, TypeError, ValueError) as error:
            mend = "write it as an export writes it"
            raise DirectoryError(f"{where}: a part is missing, {error!r}; {mend}") from error
        for fault in faults(alone):
            raise DirectoryError(f"{where}, `{fault.key}`: {fault.mend}")
    return list(countries.values())


def write(countries: Iterable[dict[str, Any]], folder: Path) -> None:
    """Writes services.json."""
    text = json.dumps(services(countries), ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> list[dict[str, Any]]:
    """The countries of services.json, each checked; raises DirectoryError."""
    file = folder / FILE
    try:
        return countries_of(json.loads(file.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DirectoryError(f"{file}: not JSON in UTF-8: {error}") from error
    except DirectoryError as error:
        raise DirectoryError(f"{file}: {error}") from error


def identifier(*names: object) -> str:
    """The UUID that HSDS wants, the same for the same names at every export."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(map(str, names))))


def _from_service(country: str, service: dict[str, Any]) -> dict[str, Any]:
    key = service["id"]
    youngest, oldest = _AUDIENCES[service["audience"]]
    made: dict[str, Any] = {
        "id": identifier(key),
        **{theirs: service[ours] for ours, theirs in _FIELDS.items() if ours in service},
        "status": "active" if service.get("show", True) else "inactive",
        "organization": {
            "id": identifier(key, "organization"),
            "name": service["name"],
            "description": service["name"],
        },
        "phones": [_phone(key, n, phone) for n, phone in enumerate(service.get("phones") or [])],
        "schedules": [
            {
                "id": identifier(key, "schedule", n),
                "freq": "WEEKLY",
                "byday": ",".join(opening["byday"]),
                "opens_at": opening["opens_at"],
                "closes_at": opening["closes_at"],
            }
            for n, opening in enumerate(service.get("schedules") or [])
        ],
        "languages": [
            {"id": identifier(key, "language", n), "name": _language_name(code), "code": code}
            for n, code in enumerate(service.get("languages") or [])
        ],
        "service_areas": [_area(key, country)],
        "attributes": _terms(key, service, _ATTRIBUTES),
    }
    ages = {"minimum_age": youngest, "maximum_age": oldest}
    ages |= {key: service[key] for key in parts.AGES if key in service}
    return made | {key: age for key, age in ages.items() if age is not None}


def _to_service(found: dict[str, Any]) -> dict[str, Any]:
    attributes = _attributes(found)
    service: dict[str, Any] = {
        key: parts.value(key, values[0]) for key, values in attributes.items() if key in _ATTRIBUTES
    }
    service |= {ours: found[theirs] for ours, theirs in _FIELDS.items() if theirs in found}
    if found.get("phones"):
        service["phones"] = [_to_phone(phone) for phone in found["phones"]]
    if found.get("schedules"):
        service["schedules"] = [
            {
                "byday": opening["byday"].split(","),
                "opens_at": opening["opens_at"],
                "closes_at": opening["closes_at"],
            }
            for opening in found["schedules"]
        ]
    if found.get("languages"):
        service["languages"] = [language["code"] for language in found["languages"]]
    service["sources"] = [parts.parse("sources", line) for line in attributes.get("source", [])]
    return service


def _phone(key: str, number: object, phone: dict[str, Any]) -> dict[str, Any]:
    kept = _terms(identifier(key, "phone", number), phone, ("e164", "keyword"))
    made = {
        "id": identifier(key, "phone", number),
        "number": phone["number"],
        "type": phone["type"],
    }
    return made | ({"attributes": kept} if kept else {})


def _to_phone(found: dict[str, Any]) -> dict[str, Any]:
    kept = {key: values[0] for key, values in _attributes(found).items()}
    return {"number": found["number"], "type": found["type"], **kept}


def _from_emergency(of: dict[str, Any]) -> dict[str, Any]:
    """The emergency number; it carries as well what was searched for the country and not found."""
    country, emergency = of["country"], of["emergency"]
    key = f"{country.lower()}-emergency"
    numbers = {"primary": emergency.get("primary"), **(emergency.get("services") or {})}
    return {
        "id": identifier(key),
        "name": f"Emergency number ({country})",
        "status": "active" if any(numbers.values()) else "inactive",
        "organization": {
            "id": identifier(key, "organization"),
            "name": f"Emergency services ({country})",
            "description": f"Emergency services ({country})",
        },
        "phones": [
            _phone(key, of, {"number": number, "type": "voice"}) | {"description": of}
            for of, number in numbers.items()
            if number
        ],
        "schedules": [],
        "languages": [],
        "service_areas": [_area(key, country)],
        "attributes": _terms(key, {"kind": "emergency", **emergency, **of}, ("kind", *_EMERGENCY)),
    }


def _to_emergency(found: dict[str, Any]) -> dict[str, Any]:
    attributes = _attributes(found)
    numbers = {phone["description"]: phone["number"] for phone in found.get("phones") or []}
    emergency: dict[str, Any] = {"primary": numbers.pop("primary", None)}
    emergency |= {key: attributes[key][0] for key in _EMERGENCY if key in attributes}
    if numbers:
        emergency["services"] = numbers
    emergency["sources"] = [parts.parse("sources", line) for line in attributes.get("source", [])]
    absent = [parts.parse("none_found", line) for line in attributes.get("none_found", [])]
    return {"emergency": emergency} | ({"none_found": absent} if absent else {})


def _area(key: str, country: str) -> dict[str, Any]:
    return {
        "id": identifier(key, "area"),
        "name": country,
        "extent": country,
        "extent_type": "text",
    }


def _terms(key: str, record: dict[str, Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    values = [(name, parts.cell(name, record[name])) for name in names if name in record]
    for name, of in _LINES.items():
        values += [(name, parts.line(of, part)) for part in record.get(of) or []]
    return [
        {
            "id": identifier(key, "attribute", name, number),
            "value": value,
            "taxonomy_term": {
                "id": identifier("term", name),
                "name": name,
                "description": f"The field `{name}` of a file in data/directory",
                "taxonomy": TAXONOMY,
            },
        }
        for number, (name, value) in enumerate(values)
    ]


def _attributes(found: dict[str, Any]) -> dict[str, list[str]]:
    """Term to its values."""
    values: dict[str, list[str]] = {}
    for attribute in found.get("attributes") or []:
        if attribute["taxonomy_term"].get("taxonomy") == TAXONOMY:
            values.setdefault(attribute["taxonomy_term"]["name"], []).append(attribute["value"])
    return values


def _language_name(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
