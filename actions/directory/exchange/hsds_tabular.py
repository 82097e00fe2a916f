"""Open Referral HSDS 3.0 in tables: one CSV file a table, described by datapackage.json.

https://docs.openreferral.org/en/3.0/hsds/serialization.html: the nested objects of the JSON form,
each in its own table and bound by ids.
"""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from actions.directory.errors import DirectoryError
from actions.directory.exchange import hsds

_LISTS = ("phones", "schedules", "languages", "service_areas")
_COLUMNS = {
    "organizations": ("id", "name", "description"),
    "services": (
        "id", "organization_id", "name", "alternate_name", "url", "email", "status",
        "fees_description", "eligibility_description", "minimum_age", "maximum_age", "assured_date",
    ),
    "phones": ("id", "service_id", "number", "type", "description"),
    "schedules": ("id", "service_id", "freq", "byday", "opens_at", "closes_at"),
    "languages": ("id", "service_id", "name", "code"),
    "service_areas": ("id", "service_id", "name", "extent", "extent_type"),
    "attributes": ("id", "link_id", "link_entity", "taxonomy_term_id", "value"),
    "taxonomy_terms": ("id", "name", "description", "taxonomy"),
}  # fmt: skip
Row = dict[str, Any]


def write(countries: Iterable[dict[str, Any]], folder: Path) -> None:
    """Writes the tables and datapackage.json."""
    tables: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    terms: dict[str, Row] = {}
    for service in hsds.services(countries):
        organization = service.pop("organization")
        tables["organizations"].append(organization)
        _attributes(service, "service", tables, terms)
        for name in _LISTS:
            for part in service.pop(name):
                _attributes(part, name.removesuffix("s"), tables, terms)
                tables[name].append({**part, "service_id": service["id"]})
        tables["services"].append({**service, "organization_id": organization["id"]})
    tables["taxonomy_terms"] = list(terms.values())
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, _COLUMNS[name])
            table.writeheader()
            table.writerows(rows)
    package = {
        "name": "latarnik-directory",
        "profile": "tabular-data-package",
        "resources": [
            {"name": name, "path": f"{name}.csv", "schema": {"fields": _fields(name)}}
            for name in _COLUMNS
        ],
    }
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1) + "\n", encoding="utf-8")


def _fields(name: str) -> list[Row]:
    numbers = ("minimum_age", "maximum_age")
    return [{"name": c, "type": "number" if c in numbers else "string"} for c in _COLUMNS[name]]


def _attributes(
    holder: Row, entity: str, tables: dict[str, list[Row]], terms: dict[str, Row]
) -> None:
    for attribute in holder.pop("attributes", []):
        term = attribute.pop("taxonomy_term")
        terms[term["id"]] = term
        link = {"link_id": holder["id"], "link_entity": entity, "taxonomy_term_id": term["id"]}
        tables["attributes"].append(attribute | link)


def read(folder: Path) -> list[dict[str, Any]]:
    """The countries of the tables, each checked.

    Raises DirectoryError naming file, row, column and mend, or the service that is wrong.
    """
    terms = {row["id"]: row for _, row in _rows(folder, "taxonomy_terms")}
    linked: dict[str, list[Row]] = {}
    for number, row in _rows(folder, "attributes"):
        if row.get("taxonomy_term_id") not in terms:
            raise _wrong(folder, "attributes", number, "taxonomy_term_id", "use an id of terms")
        row["taxonomy_term"] = terms[row["taxonomy_term_id"]]
        linked.setdefault(row.get("link_id", ""), []).append(row | {"value": row.get("value", "")})
    services: dict[str, Row] = {}
    for number, row in _rows(folder, "services"):
        if "id" not in row:
            raise _wrong(folder, "services", number, "id", "it is missing; write it")
        services[row["id"]] = row | {"attributes": linked.get(row["id"], [])}
    for name in _LISTS:
        for number, row in _rows(folder, name):
            if row.get("service_id") not in services:
                raise _wrong(folder, name, number, "service_id", "use an id of services.csv")
            part = row | {"attributes": linked.get(row["id"], [])}
            services[row["service_id"]].setdefault(name, []).append(part)
    try:
        return hsds.countries_of(services.values())
    except DirectoryError as error:
        raise DirectoryError(f"{folder / 'services.csv'}: {error}") from error


def _rows(folder: Path, name: str) -> Iterable[tuple[int, Row]]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            yield number, {key: value for key, value in row.items() if value}


def _wrong(folder: Path, name: str, number: int, column: str, mend: str) -> DirectoryError:
    return DirectoryError(f"{folder / name}.csv: row {number}, column `{column}`: {mend}")
