"""What is written of each label for each audience, in each language."""

from rich.console import Group
from rich.table import Table

from bot.content.catalogue import Catalogue
from bot.content.loading import STANCES, TEACHER
from bot.content.models import Answer

# Some disclosures are never those of a small child; some tell a teacher what they tell a parent.
_WHERE_NEEDED = ("self_young", TEACHER)


def coverage_table(catalogue: Catalogue) -> Group:
    """What is written of each label for each audience and language; a gap is red.

    A cell counts the texts: the answer with its second and simpler part and its sentence to copy,
    or the reply; the last columns count the follow-ups, sections and questions of the topic's own.
    """
    languages = tuple(catalogue.languages)
    topics = Table(title="Topics")
    audiences = (*catalogue.labels.audiences, TEACHER)
    for column in ("topic", *audiences, "follow-ups", "sections", "questions"):
        topics.add_column(column, no_wrap=column == "topic")
    gaps = 0
    for name, label in catalogue.labels.topics.items():
        topic = catalogue.topics.get(name)
        cells = []
        for audience in audiences:
            if audience not in (*label.audiences, TEACHER):
                cells.append("")
                continue
            written = {
                code: topic.answers.get(code, {}).get(audience) if topic else None
                for code in languages
            }
            needed = audience != TEACHER or any(written.values())
            gaps += needed * sum(answer is None for answer in written.values())
            texts = {code: _texts(answer) for code, answer in written.items()}
            cells.append(_cell(texts, needed=needed))
        for own in ("followups", "sections", "questions"):
            of = getattr(topic, own) if topic else {}
            cells.append(_cell({code: len(of.get(code, {})) for code in languages}, needed=False))
        topics.add_row(name, *cells)
    told = Table(title="Disclosures")
    stances = (*STANCES, TEACHER)
    for column in ("disclosure", *stances):
        told.add_column(column)
    for name in catalogue.labels.disclosures:
        disclosure = catalogue.disclosures.get(name)
        cells = []
        for stance in stances:
            replies = {
                code: int(stance in disclosure.replies.get(code, {})) if disclosure else 0
                for code in languages
            }
            needed = stance not in _WHERE_NEEDED or any(replies.values())
            gaps += needed * sum(not count for count in replies.values())
            cells.append(_cell(replies, needed=needed))
        told.add_row(name, *cells)
    return Group(topics, told, f"{gaps} gaps")


def _texts(answer: Answer | None) -> int:
    parts = (answer.text, answer.more, answer.simpler, answer.say_it) if answer else ()
    return sum(bool(part) for part in parts)


def _cell(counts: dict[str, int], *, needed: bool = True) -> str:
    shown = " ".join(f"{code} {count}" for code, count in counts.items() if count or needed)
    return f"[red]{shown}[/red]" if needed and not all(counts.values()) else shown
