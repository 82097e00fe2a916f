"""Finds texts that are nearly the same without comparing all pairs.

Two texts are as similar as their sets of character trigrams (Jaccard). Trigrams are ordered from
the rarest; two sets that share at least `threshold` must share one of their rarest few (prefix
filter, Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search"), so only those are
indexed.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence


def near_pairs(
    texts: Sequence[str], threshold: float, others: Sequence[str] | None = None
) -> Iterator[tuple[int, int, float]]:
    """(i, j, similarity) for near-equal `texts[i]` and `texts[j]`, i > j.

    With `others`: `texts[i]` and `others[j]`. Texts shorter than three characters are left out.
    """
    sets = [_trigrams(text) for text in texts]
    indexed = sets if others is None else [_trigrams(text) for text in others]
    counts: Counter[str] = Counter()
    for grams in sets if others is None else (*sets, *indexed):
        counts.update(grams)

    index: defaultdict[str, list[int]] = defaultdict(list)
    if others is not None:
        for j, grams in enumerate(indexed):
            for gram in _rarest(grams, counts, threshold):
                index[gram].append(j)
    for i, grams in enumerate(sets):
        prefix = _rarest(grams, counts, threshold)
        candidates = {j for gram in prefix for j in index[gram]}
        for j in sorted(candidates):
            other = indexed[j]
            if not threshold * len(grams) <= len(other) <= len(grams) / threshold:
                continue
            common = len(grams & other)
            similarity = common / (len(grams) + len(other) - common)
            if similarity >= threshold:
                yield i, j, similarity
        if others is None:
            for gram in prefix:
                index[gram].append(i)


def _trigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def _rarest(grams: frozenset[str], counts: Counter[str], threshold: float) -> list[str]:
    kept = len(grams) - math.ceil(threshold * len(grams) - 1e-9) + 1
    return sorted(grams, key=lambda gram: (counts[gram], gram))[:kept] if grams else []
