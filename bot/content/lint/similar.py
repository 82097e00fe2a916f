"""Finds texts that are nearly the same without comparing all pairs.

Two texts are as similar as their sets of character trigrams (Jaccard). Trigrams are ordered from
the rarest; two sets that share at least `threshold` must share one of their rarest few (prefix
filter, Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search") and be of nearly one
size, so only those few are indexed, in the order of size. A set is a number whose bits are its
trigrams: that compares quickest.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence


def near_pairs(
    texts: Sequence[str], threshold: float, others: Sequence[str] | None = None
) -> list[tuple[int, int, float]]:
    """(i, j, similarity) for near-equal `texts[i]` and `texts[j]`, i > j.

    With `others`: `texts[i]` and `others[j]`. Texts shorter than three characters are left out.
    """
    sets = [_trigrams(text) for text in texts]
    indexed = sets if others is None else [_trigrams(text) for text in others]
    counts: Counter[str] = Counter()
    for grams in sets if others is None else (*sets, *indexed):
        counts.update(grams)
    # The commonest trigram is bit 0, so that most numbers are short.
    bits = {gram: n for n, gram in enumerate(sorted(counts, key=lambda g: (-counts[g], g)))}
    masks = [_mask(grams, bits) for grams in indexed]

    # Trigram -> the sizes of the sets that have it among their rarest, in order, and their numbers.
    index: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for j in sorted(range(len(indexed)), key=lambda j: len(indexed[j])):
        for gram in _rarest(indexed[j], bits, threshold):
            sizes, numbers = index[gram]
            sizes.append(len(indexed[j]))
            numbers.append(j)
    found = []
    for i, grams in enumerate(sets):
        mask = masks[i] if others is None else _mask(grams, bits)
        size = len(grams)
        # Of two texts of one list the longer one finds the shorter one.
        most = size / threshold if others is not None else size
        candidates: set[int] = set()
        for gram in _rarest(grams, bits, threshold):
            sizes, numbers = index[gram]
            first, last = bisect_left(sizes, threshold * size), bisect_right(sizes, most)
            candidates.update(numbers[first:last])
        for j in candidates:
            common = (mask & masks[j]).bit_count()
            if common < threshold * size - 1e-9:
                continue  # not even with the smallest partner
            similarity = common / (size + len(indexed[j]) - common)
            if similarity < threshold:
                continue
            if others is not None:
                found.append((i, j, similarity))
            elif j < i or len(indexed[j]) < size:
                found.append((max(i, j), min(i, j), similarity))
    return sorted(found)


def _trigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def _mask(grams: frozenset[str], bits: dict[str, int]) -> int:
    mask = 0
    for gram in grams:
        mask |= 1 << bits[gram]
    return mask


def _rarest(grams: frozenset[str], bits: dict[str, int], threshold: float) -> list[str]:
    kept = len(grams) - math.ceil(threshold * len(grams) - 1e-9) + 1
    return sorted(grams, key=bits.__getitem__, reverse=True)[:kept] if grams else []
