"""Who can help: country x need x audience x language x moment, ranked, with the reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from actions.directory.cards import Helpline, Record
from actions.directory.needs import kinds_for
from actions.directory.record import WORLD

# 112 answers in the whole EU and is routed to the local emergency service by GSM phones elsewhere
# (3GPP TS 22.101, section 10.1), so it is the only number that may be shown for no country.
SAFE_EMERGENCY = "112"
SAFE_EMERGENCY_SOURCE = "https://digital-strategy.ec.europa.eu/en/policies/112"
_CHILD_KINDS = frozenset({"child_helpline"})
# Forms and tools: nobody to talk to.
_FORMS = frozenset({"report_hotline", "image_removal", "cyber_incident"})
# Lines for people of one group: shown to whoever asks for them, and in the list of all.
_GROUPS = frozenset({"faith_support"})
# A parent asks about a child of the ages that the product is for.
_AGES = {"age_6_9": (6, 9), "age_10_12": (10, 12), "age_13_17": (13, 17)}
_ANY_AGE = (6, 17)


@dataclass(frozen=True)
class Asked:
    """What is needed: `needs` as they were asked, `kinds` of services that give it, best first."""

    needs: tuple[str, ...]
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, needs: Iterable[str]) -> "Asked":
        """Nothing asked is everything; what no card helps with leads to the child helpline.

        Raises UnknownNeed.
        """
        asked = tuple(needs)
        kinds = kinds_for(asked) or (["child_helpline"] if asked else [])
        return cls(asked, tuple(kinds))

    def kind_of(self, record: Record) -> str | None:
        """The kind of help for which a service comes: its own or one it `serves`; None for none."""
        if not self.kinds:
            return record.kind
        if not _GROUPS.isdisjoint(record.serves) and _GROUPS.isdisjoint(self.needs):
            return None
        served = {kinds_for([need])[0] for need in record.serves if need in self.needs}
        return next((k for k in self.kinds if k == record.kind or k in served), None)

    def aside(self, record: Record) -> int:
        """The place of the need that a service is made for; the last where it is for another."""
        if record.kind in self.needs:
            return 0
        made_for = (
            place
            for place, need in enumerate(self.needs)
            if (need in record.serves if record.serves else record.kind in kinds_for([need]))
        )
        return next(made_for, len(self.needs))


@dataclass(frozen=True)
class Reader:
    """Who looks, in which language and when; `timezone` is that of the reader's clock, if known."""

    audience: str | None
    language: str
    now: datetime
    timezone: str | None = None


def takes_age(record: Record, audience: str | None) -> bool:
    """False for a service that is only for other ages."""
    youngest, oldest = _AGES.get(audience or "", _ANY_AGE)
    return (record.minimum_age or 0) <= oldest and youngest <= (record.maximum_age or 99)


def ranked(records: Iterable[Record], asked: Asked, reader: Reader) -> list[tuple[str, Helpline]]:
    """The kind for which each comes, and its card, in order: national, or the part of the
    country that speaks the language, need, made for the need, not
    closed, takes this person, open, made for this person, language, free, written channel, sure.
    """
    cards = []
    audience, language = reader.audience, reader.language
    for record in records:
        kind = asked.kind_of(record)
        adult = audience == "parent"
        if kind is None or (not adult and record.audience == "parent"):
            continue
        if not takes_age(record, audience):
            continue
        need = asked.kinds.index(kind) if asked.kinds else int(kind not in _CHILD_KINDS)
        # Whoever asks, the picture is of a child: a tool for adults' own pictures cannot help.
        wanted = "parent" if adult and record.kind != "image_removal" else "child"
        fits = record.audience == wanted
        card = record.card(language, reader.now, reader.timezone)
        sure = record.confidence == "high"
        there = int(not sure) if card.open_now else 2
        # Of lines for all ages, an adult is sent before the children's line only to a solid one.
        solid = not adult or sure or card.open_now is True
        takes = fits or (record.audience == "any" and solid)
        spoken = language in record.languages
        free = record.cost is not None and record.cost.startswith("free")
        order = (
            not record.national,
            # A country with a line for each language: the one that is understood.
            not (record.national or spoken),
            need,
            asked.aside(record),
            card.open_now is False,
            not takes,
            there if asked.kinds or record.kind in _CHILD_KINDS else 0,
            (wanted, "any").index(record.audience) if record.audience in (wanted, "any") else 2,
            not spoken,
            not free,
            not card.written,
            not sure,
            record.position,
        )
        reasons = {
            f"need:{kind}": True,
            "audience": fits,
            "open_now": card.open_now is True,
            "language": spoken,
            "free": free,
            "written": card.written,
            "sure": sure,
        }
        why = tuple(reason for reason, holds in reasons.items() if holds)
        cards.append((order, kind, replace(card, why=why)))
    return [(kind, card) for _, kind, card in sorted(cards, key=lambda found: found[0])]


def choose(
    own: Sequence[Record],
    world: Sequence[Record],
    asked: Asked,
    reader: Reader,
    limit: int | None,
) -> list[Helpline]:
    """The first of each kind, then the rest; worldwide services where the country has none.

    Where only so many are shown, a line for a part of the country does not fill a place beside one
    for all of it: nobody is asked where in the country they live.

    Where the country has nobody of these kinds, its own helpline of another kind comes instead. At
    least one card offers a written channel.
    """
    covered_nationally = {record.kind for record in own if record.national}
    shown = [r for r in own if r.national or r.kind not in covered_nationally]
    here = ranked(own if limit is None else shown, asked, reader)
    everywhere = ranked(world, asked, reader)
    covered = {kind for kind, _ in here}
    # Worldwide directories only where the country has nothing of that kind; tools always.
    found = [*here, *((kind, card) for kind, card in everywhere if kind not in covered)]
    somebody = bool(asked.kinds) and any(kind not in _FORMS for kind in covered)

    def place(pair: tuple[str, Helpline]) -> tuple[bool, int]:
        # A list of other countries' child lines comes after a person to talk to in this one.
        kind, card = pair
        listed = card.country == WORLD and kind in _CHILD_KINDS
        return somebody and listed, asked.kinds.index(kind) if asked.kinds else 0

    firsts: list[Helpline] = []
    rest: list[Helpline] = []
    seen: set[str] = set()
    for kind, card in sorted(found, key=place):
        (rest if kind in seen else firsts).append(card)
        seen.add(kind)
    chosen = [*firsts, *rest][: limit or None]
    # Those who may harm a child are not handed the children's line of their country instead.
    people = () if asked.kinds == ("offender_prevention",) else own
    anything = Asked((), ())
    near = [r for r in people if r.national and r.kind not in _FORMS]
    others = [card for _, card in ranked(near, anything, reader)]
    chosen = chosen or others[:1]
    if not any(card.written for card in chosen):
        anywhere = [card for _, card in ranked(world, anything, reader)]
        own_cards = [card for _, card in here]
        backup = next((c for c in (*own_cards, *others, *anywhere) if c.written), None)
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
