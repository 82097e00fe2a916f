"""Who can help: country x need x audience x language x moment, ranked, with the reasons."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from actions.directory.cards import Helpline, Record
from actions.directory.files import WORLD

# 112 answers in the whole EU and is routed to the local emergency service by GSM phones elsewhere
# (3GPP TS 22.101, section 10.1), so it is the only number that may be shown for no country.
SAFE_EMERGENCY = "112"
SAFE_EMERGENCY_SOURCE = "https://digital-strategy.ec.europa.eu/en/policies/112"
_CHILD_KINDS = frozenset({"child_helpline"})
# Forms and tools: nobody to talk to.
_FORMS = frozenset({"report_hotline", "image_removal"})


def ranked(
    records: Iterable[Record],
    kinds: Sequence[str],
    audience: str | None,
    language: str,
    now: datetime,
) -> list[Helpline]:
    """Cards in order: national, need, not closed, takes this person, open for sure, made for this
    person, language, free, written channel, sure.
    """
    cards = []
    for record in records:
        if kinds and record.kind not in kinds:
            continue
        adult = audience == "parent"
        if not adult and record.audience == "parent":
            continue
        need = kinds.index(record.kind) if kinds else int(record.kind not in _CHILD_KINDS)
        # Whoever asks, the picture is of a child: a tool for adults' own pictures cannot help.
        wanted = "parent" if adult and record.kind != "image_removal" else "child"
        fits = record.audience == wanted
        card = record.card(language, now, ())
        sure = record.confidence == "high"
        open_for_sure = sure and card.open_now is True
        # Of lines for all ages, an adult is sent before the children's line only to a solid one.
        solid = not adult or sure or card.open_now is True
        takes = fits or (record.audience == "any" and solid)
        spoken = language in record.languages
        free = record.cost is not None and record.cost.startswith("free")
        order = (
            not record.national,
            need,
            card.open_now is False,
            not takes,
            not open_for_sure and (bool(kinds) or record.kind in _CHILD_KINDS),
            (wanted, "any").index(record.audience) if record.audience in (wanted, "any") else 2,
            not spoken,
            not free,
            not card.written,
            not sure,
            record.position,
        )
        reasons = {
            f"need:{record.kind}": True,
            "audience": fits,
            "open_now": card.open_now is True,
            "language": spoken,
            "free": free,
            "written": card.written,
            "sure": sure,
        }
        why = tuple(reason for reason, holds in reasons.items() if holds)
        cards.append((order, record.card(language, now, why)))
    return [card for _, card in sorted(cards, key=lambda pair: pair[0])]


def choose(
    own: Sequence[Record],
    world: Sequence[Record],
    kinds: Sequence[str],
    audience: str | None,
    language: str,
    now: datetime,
    limit: int | None,
) -> list[Helpline]:
    """The first of each kind, then the rest; worldwide services where the country has none.

    Where the country has nobody of these kinds, its own helpline of another kind comes instead. At
    least one card offers a written channel.
    """
    here = ranked(own, kinds, audience, language, now)
    everywhere = ranked(world, kinds, audience, language, now)
    covered = {card.kind for card in here}
    # Worldwide directories only where the country has nothing of that kind; tools always.
    extra = [c for c in everywhere if c.kind not in covered]
    cards = [*here, *extra]
    somebody = bool(kinds) and any(card.kind not in _FORMS for card in here)

    def place(card: Helpline) -> tuple[bool, int]:
        # A list of other countries' child lines comes after a person to talk to in this one.
        listed = card.country == WORLD and card.kind in _CHILD_KINDS
        return somebody and listed, kinds.index(card.kind) if card.kind in kinds else 0

    firsts: list[Helpline] = []
    rest: list[Helpline] = []
    seen: set[str] = set()
    for card in sorted(cards, key=place):
        (rest if card.kind in seen else firsts).append(card)
        seen.add(card.kind)
    chosen = [*firsts, *rest][: limit or None]
    # Those who may harm a child are not handed the children's line of their country instead.
    people = () if set(kinds) == {"offender_prevention"} else own
    others = ranked(
        [r for r in people if r.national and r.kind not in _FORMS], (), audience, language, now
    )
    chosen = chosen or others[:1]
    if not any(card.written for card in chosen):
        anywhere = ranked(world, (), audience, language, now)
        backup = next((c for c in (*here, *others, *anywhere) if c.written), None)
        if backup:
            chosen = [*chosen[: (limit or len(chosen) + 1) - 1], backup]
    return chosen


def emergency_card(country: str, number: str, source: str, checked_on: date) -> Helpline:
    """The emergency number as a card."""
    return Helpline(
        id=f"{country.lower()}-emergency",
        name=number,
        kind="emergency",
        country=country,
        phone=number,
        phone_uri=f"tel:{number}",
        sms=None,
        chat=None,
        web=None,
        email=None,
        hours="24/7",
        open_now=True,
        languages=(),
        cost="free",
        source=source,
        checked_on=checked_on,
        why=("emergency",),
    )


def safe_emergency(checked_on: date) -> Helpline:
    """The default where the country, or its number, is not known for sure."""
    return emergency_card(WORLD, SAFE_EMERGENCY, SAFE_EMERGENCY_SOURCE, checked_on)
