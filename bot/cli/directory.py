"""`latarnik directory`."""

import typer

app = typer.Typer(help="The directory of helplines.", no_args_is_help=True)
