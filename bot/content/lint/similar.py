"""Finds texts that are nearly the same without comparing all pairs.

Two texts are as similar as their sets of character trigrams (Jaccard). Trigrams are ordered from
the rarest; two sets that share at least `threshold` must share one of their rarest few (prefix
filter, Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search") and be of nearly one
size, so only those few are looked up. Of what is left most falls to a fingerprint of bits: each bit
in which two differ is a trigram of one alone (Sandes, Teodoro and Melo 2020, "Bitmap filter").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
# Bits of a fingerprint for each trigram of a usual text.
_BITS = 3
# Pairs that are looked at in one go.
_AT_ONCE = 1 << 21
_ONES = np.array([number.bit_count() for number in range(1 << 16)], dtype=np.uint8)
_NOISE = 1e-9


def near_pairs(
    texts: Sequence[str], threshold: float, others: Sequence[str] | None = None
) -> list[tuple[int, int, float]]:
    """(i, j, similarity) for near-equal `texts[i]` and `texts[j]`, i > j.

    With `others`: `texts[i]` and `others[j]`. Texts shorter than three characters are left out.
    """
    sets = _Sets.of([*texts, *(others or ())])
    if not len(sets.grams):
        return []
    across = others is not None
    found = []
    for i, j in set(sets.candidates(threshold, len(texts), across=across)):
        similarity = sets.similarity(i, j)
        if similarity >= threshold:
            pair = (i, j - len(texts)) if across else (max(i, j), min(i, j))
            found.append((*pair, similarity))
    return sorted(found)


@dataclass(frozen=True)
class _Sets:
    """The trigrams of each text, from the rarest, one text after the other.

    `grams` are numbers, 0 is the rarest; text i has `grams[starts[i] : starts[i + 1]]`.
    """

    grams: Ints
    starts: Ints
    # The sets that were compared.
    seen: dict[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Sequence[str]) -> "_Sets":
        """Sets of `texts`, in their order."""
        written = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
        letters, codes = np.unique(written, return_inverse=True)
        rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        whole = rows[:-2] == rows[2:]
        base = len(letters)
        spelled = ((codes[:-2] * base + codes[1:-1]) * base + codes[2:])[whole]
        _, numbers, counts = np.unique(spelled, return_inverse=True, return_counts=True)
        rank = np.empty(len(counts), dtype=np.int64)
        rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
        # Sorted by text, then by rarity; each trigram of a text once.
        kinds = max(1, len(counts))
        keys = np.unique(rows[:-2][whole] * kinds + rank[numbers])
        owners, grams = np.divmod(keys, kinds)
        starts = np.searchsorted(owners, np.arange(len(texts) + 1))
        return cls(grams, starts)

    def similarity(self, i: int, j: int) -> float:
        """Jaccard similarity of the texts i and j."""
        one, two = self._set(i), self._set(j)
        common = len(one & two)
        return common / (len(one) + len(two) - common)

    def _set(self, n: int) -> frozenset[int]:
        if n not in self.seen:
            self.seen[n] = frozenset(self.grams[self.starts[n] : self.starts[n + 1]].tolist())
        return self.seen[n]

    def candidates(self, threshold: float, own: int, *, across: bool) -> Iterator[tuple[int, int]]:
        """Pairs that may be alike, the longer text first; some of them several times.

        `own` texts look for partners: among themselves, or `across` among the texts after them.
        """
        sizes = np.diff(self.starts)
        owners = np.repeat(np.arange(len(sizes)), sizes)
        needed = np.ceil(threshold * sizes - _NOISE).astype(np.int64)
        rare = np.arange(len(owners)) - self.starts[owners] <= (sizes - needed)[owners]
        asking, asked = rare & (owners < own), rare & (owners >= own if across else owners < own)

        # What is asked, in the order of trigram and size: partners of fitting size lie in one run.
        span = int(sizes.max()) + 1
        partners = owners[asked]
        shelf = self.grams[asked] * span + sizes[partners]
        order = np.argsort(shelf, kind="stable")
        shelf, partners = shelf[order], partners[order]
        seekers = owners[asking]
        size = sizes[seekers]
        # Of two texts of one list the longer one finds the shorter one.
        most = np.minimum(size / threshold + _NOISE, span - 1).astype(np.int64) if across else size
        place = self.grams[asking] * span
        first = np.searchsorted(shelf, place + needed[seekers], side="left")
        last = np.searchsorted(shelf, place + most, side="right")

        prints = self._fingerprints(owners)
        slack = (1 - threshold) / (1 + threshold)
        for i, j in _runs(seekers, partners, first, last):
            if not across:
                once = (sizes[j] < sizes[i]) | (j < i)
                i, j = i[once], j[once]
            alone = _ONES[prints[i] ^ prints[j]].sum(axis=1)
            near = alone <= slack * (sizes[i] + sizes[j]) + _NOISE
            yield from zip(i[near].tolist(), j[near].tolist(), strict=True)

    def _fingerprints(self, owners: Ints) -> NDArray[np.uint16]:
        """(texts, words): a bit for each trigram of a text, several may share one."""
        width = 16 * (1 + _BITS * len(owners) // (16 * len(self.starts)))
        bits = np.zeros((len(self.starts) - 1, width), dtype=bool)
        bits[owners, self.grams % width] = True
        return np.packbits(bits, axis=1).view(np.uint16)


def _runs(
    seekers: Ints, partners: Ints, first: Ints, last: Ints
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Each seeker n with each of `partners[first[n]:last[n]]`, a bounded number at once."""
    counts = np.maximum(last - first, 0)
    ends = np.cumsum(counts)
    begin = 0
    while begin < len(counts):
        before = ends[begin] - counts[begin]
        end = max(begin + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
        part = counts[begin:end]
        offsets = np.arange(part.sum()) - np.repeat(ends[begin:end] - part - before, part)
        yield (
            np.repeat(seekers[begin:end], part),
            partners[np.repeat(first[begin:end], part) + offsets],
        )
        begin = end
