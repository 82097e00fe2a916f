"""`latarnik directory`: the helplines, for the people who keep them right."""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.progress import progress_bar

app = typer.Typer(help="The directory of helplines.", no_args_is_help=True)

MEMORY = Path("var/directory-check.json")


class Format(StrEnum):
    """What can be read back."""

    YAML = "yaml"
    CSV = "csv"
    HSDS = "hsds"
    HSDS_TABULAR = "hsds-tabular"


class Export(StrEnum):
    """What can be written: the same, and the files for a site without a server."""

    YAML = "yaml"
    CSV = "csv"
    HSDS = "hsds"
    HSDS_TABULAR = "hsds-tabular"
    STATIC = "static"


@contextmanager
def _said() -> Iterator[None]:
    from actions.directory.errors import DirectoryError

    try:
        yield
    except DirectoryError as error:
        typer.echo(f"{error}\nNothing was changed.", err=True)
        raise typer.Exit(1) from error


@app.command("export")
def export_(
    target: Annotated[Path, typer.Argument(help="A folder; made when it is missing.")],
    form: Annotated[Export, typer.Option("--format")] = Export.CSV,
) -> None:
    """Write the whole directory into a folder.

    yaml: as data/directory; csv: for spreadsheets; hsds, hsds-tabular: Open Referral HSDS 3.0;
    static: JSON files of what is shown, for sites without a server (import does not read them).
    """
    from actions.directory import Directory, exchange
    from actions.directory.exchange import static
    from bot.settings import Settings

    with _said():
        if form is Export.STATIC:
            database = Settings.from_environment(os.environ).database_url
            number = static.write(Directory(database), target)
            typer.echo(f"{number} files written to {target}")
        else:
            number = exchange.export_to(form.value, target)
            typer.echo(f"{number} services written to {target}")


@app.command("import")
def import_(
    origin: Annotated[Path, typer.Argument(help="The folder that an export wrote.")],
    form: Annotated[Format, typer.Option("--format")] = Format.CSV,
) -> None:
    """Replace the countries that a folder holds, and fill the database; or change nothing."""
    from actions.directory import Directory, exchange
    from bot.settings import Settings

    with _said():
        codes = exchange.import_from(form.value, origin)
    asyncio.run(Directory(Settings.from_environment(os.environ).database_url).start())
    typer.echo(f"{len(codes)} countries imported: {' '.join(codes)}")


@app.command()
def check(
    country: Annotated[str | None, typer.Option(help="Only this country, as PL.")] = None,
    days: Annotated[int, typer.Option(help="Skip what was seen in the last days.")] = 7,
) -> None:
    """Follow every address: which pages are dead, moved or changed. Can be stopped and goes on."""
    from actions.directory import files, links

    with _said():
        countries = [c for c in files.read() if country in (None, c["country"])]
    users = links.addresses(countries)
    memory = links.Memory(MEMORY)
    now = datetime.now(UTC)
    todo = [url for url in users if not memory.fresh(url, now, timedelta(days=days))]
    done = 0
    with progress_bar("following addresses", len(todo)) as show:

        def seen(_: links.Page) -> None:
            nonlocal done
            done += 1
            show(done)

        asyncio.run(links.follow(todo, memory, seen))
    table = Table("verdict", "services", "address", "what was found")
    pages = [memory.pages[url] for url in users if url in memory.pages]
    for page in sorted(pages, key=lambda p: (p.verdict, p.url)):
        if page.verdict != "fine":
            found = page.final if page.verdict == "moved" else str(page.status or "no answer")
            table.add_row(page.verdict, " ".join(users[page.url]), page.url, found)
    Console().print(table)
    typer.echo(", ".join(f"{n} {v}" for v, n in sorted(Counter(p.verdict for p in pages).items())))
    if any(page.verdict == "dead" for page in pages):
        raise typer.Exit(1)


@app.command()
def due(
    days: Annotated[int | None, typer.Option(help="How long a check is good; 90 if left out.")] = (
        None
    ),
    on: Annotated[datetime | None, typer.Option(help="A day; today if left out.")] = None,
) -> None:
    """List what must be verified again, withheld services too, the oldest check first."""
    from actions.directory import files
    from actions.directory.staleness import GOOD_FOR_DAYS, checks

    today = on.date() if on else date.today()
    good = GOOD_FOR_DAYS if days is None else days
    with _said():
        done = sorted(checks(files.read()), key=lambda check: check.day)
    old = [check for check in done if (today - check.day).days > good]
    table = Table("checked on", "days ago", "id", "name", "where to look")
    for check in old:
        ago = str((today - check.day).days)
        table.add_row(str(check.day), ago, check.id, check.name, check.where)
    if old:
        Console().print(table)
    typer.echo(f"{len(old)} of {len(done)} were checked more than {good} days ago")


@app.command()
def coverage() -> None:
    """Count the countries that have each kind of help, and say what was searched and not found."""
    from actions.directory import files
    from actions.directory.coverage import countries_by_kind

    with _said():
        countries = list(files.read())
    table = Table("kind of help", "countries", "codes")
    for kind, codes in countries_by_kind(countries).items():
        table.add_row(kind, str(len(codes)), " ".join(codes))
    Console().print(table)
    table = Table("country", "none found", "searched", "on")
    for country in countries:
        for absence in country.get("none_found") or []:
            table.add_row(
                country["country"], absence["kind"], absence["searched"], absence["searched_on"]
            )
    Console().print(table)


@app.command()
def lookup(
    countries: Annotated[
        list[str] | None, typer.Argument(help="As PL GB; all if left out.")
    ] = None,
    need: Annotated[list[str] | None, typer.Option(help="Every need if left out.")] = None,
    audience: Annotated[list[str] | None, typer.Option(help="Nobody known if left out.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="en if left out.")] = None,
    at: Annotated[list[datetime] | None, typer.Option(help="In UTC; now if left out.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the table here instead.")] = None,
) -> None:
    """Whom country, need, audience, language and moment lead to, and why. Options can repeat."""
    from actions.directory import Directory, UnknownNeed, table
    from bot.settings import Settings

    directory = Directory(Settings.from_environment(os.environ).database_url)
    moments = [moment.replace(tzinfo=UTC) for moment in at or ()]
    asked = table.Asked(
        tuple(countries or ()), tuple(need or ()), tuple(audience or ()), tuple(language or ()),
        tuple(moments or [datetime.now(UTC)]),
    )  # fmt: skip
    with _said():
        try:
            rows = asyncio.run(table.rows(directory, asked))
        except UnknownNeed as error:
            typer.echo(f"{error}: no such need; data/directory/needs.yml has them all", err=True)
            raise typer.Exit(1) from error
    if csv:
        number = table.write(rows, csv)
        typer.echo(f"{number} rows written to {csv}")
        return
    # A column in which every row says the same only stands in the title.
    values = {name: {getattr(row, name) for row in rows} - {""} for name in table.Row._fields[:5]}
    title = " ".join(value for known in values.values() if len(known) == 1 for value in known)
    narrow = [name for name, known in values.items() if len(known) > 1]
    columns = [*narrow, *table.Row._fields[5:]]
    shown = Table(*columns, title=title)
    before: list[str] = []
    for row in rows:
        cells = [getattr(row, name) for name in columns]
        key = cells[: len(narrow)]
        # What is as in the row above is not said again.
        shown.add_row(*("" if key == before else cell for cell in key), *cells[len(narrow) :])
        before = key
    Console().print(shown)
