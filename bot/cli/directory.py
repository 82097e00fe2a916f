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
    """yaml: data/directory; csv: for spreadsheets; hsds, hsds-tabular: Open Referral HSDS 3.0."""

    YAML = "yaml"
    CSV = "csv"
    HSDS = "hsds"
    HSDS_TABULAR = "hsds-tabular"


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
    form: Annotated[Format, typer.Option("--format")] = Format.CSV,
) -> None:
    """Write the whole directory into a folder."""
    from actions.directory import exchange

    with _said():
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
def lookup(
    country: Annotated[str, typer.Argument(help="Two letters, as PL.")],
    language: Annotated[str, typer.Option()] = "en",
    audience: Annotated[str | None, typer.Option()] = None,
    at: Annotated[datetime | None, typer.Option(help="A moment in UTC; now if left out.")] = None,
) -> None:
    """Show whom each need leads to in a country, and why."""
    from actions.directory import Directory
    from actions.directory.needs import needs
    from bot.settings import Settings

    moment = at.replace(tzinfo=UTC) if at else datetime.now(UTC)

    async def find() -> Table:
        directory = Directory(Settings.from_environment(os.environ).database_url)
        emergency = await directory.emergency(country)
        table = Table("need", "services", "why", title=f"{country}: emergency {emergency.phone}")
        for need in needs():
            found = await directory.find(
                country, needs=[need], audience=audience, language=language, now=moment
            )
            for number, card in enumerate(found):
                name = f"{card.name} ({card.phone or card.chat or card.web or card.email})"
                table.add_row(need if not number else "", name, ", ".join(card.why))
        return table

    with _said():
        Console().print(asyncio.run(find()))
