"""A teacher is told from a parent, and a child is neither."""

import pytest

from bot.nlu.work import Work

WORK = Work.load()


@pytest.mark.parametrize(
    ("text", "audience", "known", "work"),
    [
        ("One of my pupils sends nudes", None, None, "teacher"),
        ("im a form tutor", None, None, "teacher"),
        ("a pupil wrote that she wants to die", "parent", None, "teacher"),
        ("uczennica z 7 klasy dostaje memy", "parent", None, "teacher"),
        ("To ja jestem wychowawcą", "parent", "parent", "teacher"),
        ("my son is bullied by a pupil", "parent", None, "parent"),
        ("córka mówi, że uczeń ją zaczepia", "parent", None, "parent"),
        # Whoever has spoken of a son goes on as a parent.
        ("the pupils laugh at him", "parent", "parent", None),
        ("dziewczynka od wczoraj nie przychodzi", "parent", None, None),
        ("Nie jestem nauczycielem, jestem jej ojcem", "parent", "teacher", "parent"),
        ("I'm her mum, not a teacher", "parent", "teacher", "parent"),
        ("my students council post got hate", "age_13_17", None, None),
    ],
)
def test_who_works_with_children(
    text: str, audience: str | None, known: str | None, work: str | None
) -> None:
    assert WORK.read(text, audience, known) == work
