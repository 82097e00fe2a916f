"""Shares of lines with their confidence intervals, as every table of the evaluation shows them."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

Line = dict[str, Any]


def interval(hits: int, total: int) -> tuple[float, float]:
    """Wilson score interval, 95 % (Wilson 1927), in percent."""
    if not total:
        return 0.0, 100.0
    z, p = 1.96, hits / total
    centre = p + z * z / (2 * total)
    spread = z * np.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    below = 1 + z * z / total
    return 100 * (centre - spread) / below, 100 * (centre + spread) / below


def shown(hits: int, total: int) -> str:
    """ "97.1 % (95.0-98.4, n=412)"."""
    if not total:
        return "n=0"
    low, high = interval(hits, total)
    return f"{100 * hits / total:.1f} % ({low:.1f}-{high:.1f}, n={total})"


def share(lines: Iterable[Line], hit: Callable[[Line], bool]) -> str:
    """The share of lines for which `hit` is true, with its interval."""
    outcomes = [hit(line) for line in lines]
    return shown(sum(outcomes), len(outcomes))


def table(
    first: str,
    groups: dict[str, list[Line]],
    measures: dict[str, tuple[Callable[[Line], bool], Callable[[Line], bool]]],
) -> list[str]:
    """Markdown: a measure a row (which lines it is about, and its hits), a group a column."""
    return [
        f"| {first} | " + " | ".join(groups) + " |",
        "|---" * (len(groups) + 1) + "|",
        *(
            f"| {measure} | "
            + " | ".join(share(filter(applies, group), hit) for group in groups.values())
            + " |"
            for measure, (applies, hit) in measures.items()
        ),
    ]
