"""The command line: `latarnik serve | train | understand | check | directory … | stats …`."""

import typer

from bot.cli import check, directory, serve, stats, train, understand

app = typer.Typer(
    help="Latarnik: a child-safety education chatbot in Polish and English.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a traceback with local variables could hold a child's words
    add_completion=False,
)
app.command("serve")(serve.serve)
app.command("train")(train.train)
app.command("understand")(understand.understand)
app.command("check")(check.check)
app.command("preview")(check.preview)
app.command("review")(check.review)
app.add_typer(directory.app, name="directory")
app.add_typer(stats.app, name="stats")
