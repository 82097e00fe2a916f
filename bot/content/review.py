"""What is draft, what a professional signed, and what is due to be read again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from rich.table import Table

from bot.content.catalogue import Catalogue
from bot.content.models import Review


@dataclass(frozen=True)
class ReviewRow:
    """A room's review: `state` is draft, signed, or due (signed, and its day has come)."""

    kind: str
    id: str
    state: str
    review: Review


def review_rows(catalogue: Catalogue, today: date) -> list[ReviewRow]:
    """All topics and disclosures, what is due first, then drafts, then the signed."""
    rooms = [
        *(("disclosure", room.id, room.review) for room in catalogue.disclosures.values()),
        *(("topic", room.id, room.review) for room in catalogue.topics.values()),
    ]
    rows = [ReviewRow(kind, name, state(review, today), review) for kind, name, review in rooms]
    order = ("due", "draft", "signed")
    return sorted(rows, key=lambda row: (order.index(row.state), row.kind, row.id))


def state(review: Review, today: date) -> str:
    """draft, signed or due; a due day that cannot be read counts as come."""
    if review.status != "signed":
        return "draft"
    try:
        return "due" if date.fromisoformat(review.due) <= today else "signed"
    except ValueError:
        return "due"


def review_table(catalogue: Catalogue, today: date) -> Table:
    """The rows as a table with their number in each state below."""
    rows = review_rows(catalogue, today)
    counts = Counter(row.state for row in rows)
    caption = ", ".join(f"{counts[name]} {name}" for name in ("due", "draft", "signed"))
    table = Table(title=f"Review on {today.isoformat()}", caption=caption)
    for column in ("", "id", "state", "signed by", "on", "due"):
        table.add_column(column)
    for row in rows:
        review = row.review
        style = "bold red" if row.state == "due" else None
        table.add_row(
            row.kind, row.id, row.state, review.by or "", review.on or "", review.due, style=style
        )
    return table
