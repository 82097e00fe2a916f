"""Weighted words: how much each stem, and each pair of stems close together, points to danger.

The half of the risk lexicon that was learned from the examples: a logistic regression over the
first letters of words, which Polish endings and most slips leave alone. It lies in a table that
anyone can read (`data/lexicon/danger_words.tsv`), needs neither Rasa nor a model file, and answers
when those are gone. `latarnik train` writes it anew when the examples have changed.
"""

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.risk import Alarm
from bot.nlu.text import fold, squeeze

FILE = Path("data/lexicon/danger_words.tsv")
_STEM = 6
# A pair of stems counts when the second is the next word or the one after it.
_REACH = 2
_FEWEST_LINES = 3
# Weights below this move no decision; without them the table is half as long.
_LEAST_WEIGHT = 0.1
_BIAS = "(bias)"
_DIGEST = "# examples "
# A term names a disclosure when at least this share of its urgent lines is of that disclosure.
_TELLING = 0.4
# These tell about whom it is, not what happened; RiskLexicon reads that from other words.
_ABOUT_OTHERS = ("friend_at_risk", "parent_discloses_abuse")
# On the development lines five harmless messages in a hundred are above this probability.
THRESHOLD = 0.35


@dataclass(frozen=True)
class Weight:
    """Log odds that a term adds, and the disclosure that it tells of, if it tells of one."""

    odds: float
    disclosure: str | None


@dataclass(frozen=True)
class Line:
    """A training line as this table learns from it."""

    text: str
    urgent: bool
    disclosure: str | None


def terms(text: str) -> list[str]:
    """Stems of the words, and pairs of stems that stand close together; each once, in order."""
    words = re.findall(r"[a-z0-9]+", re.sub("['’`]", "", squeeze(fold(text))))
    stems = [word[:_STEM] for word in words]
    pairs = [
        f"{stem} {other}"
        for at, stem in enumerate(stems)
        for other in stems[at + 1 : at + 1 + _REACH]
    ]
    return list(dict.fromkeys((*stems, *pairs)))


def digest(lines: Iterable[Line]) -> str:
    """A hash of the examples, by which a table is known to be theirs."""
    rows = sorted(f"{line.text}\t{line.urgent}\t{line.disclosure}" for line in lines)
    return hashlib.sha256("\n".join(rows).encode("utf-8", "replace")).hexdigest()[:16]


class DangerWords:
    """The table: from terms to weights."""

    def __init__(self, weights: Mapping[str, Weight], made_of: str) -> None:
        self._weights = dict(weights)
        self.made_of = made_of

    @classmethod
    def load(cls, file: Path = FILE) -> "DangerWords":
        """Reads the table; raises OSError when there is none, ValueError for a broken line."""
        first, *rows = file.read_text(encoding="utf-8").splitlines()
        weights = {}
        for row in rows:
            term, odds, disclosure = row.split("\t")
            weights[term] = Weight(float(odds), disclosure or None)
        return cls(weights, first.removeprefix(_DIGEST))

    def save(self, file: Path = FILE) -> None:
        """Writes the table, the heaviest terms first, so that a reader sees what counts."""
        order = sorted(self._weights.items(), key=lambda item: (-item[1].odds, item[0]))
        rows = [f"{term}\t{weight.odds:.2f}\t{weight.disclosure or ''}" for term, weight in order]
        file.write_text("\n".join([f"{_DIGEST}{self.made_of}", *rows]) + "\n", encoding="utf-8")

    @classmethod
    def fit(cls, lines: Sequence[Line]) -> "DangerWords":
        """Learns the weights (logistic regression, L2)."""
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.linear_model import LogisticRegression

        counter = CountVectorizer(analyzer=terms, binary=True, min_df=_FEWEST_LINES)
        rows = counter.fit_transform([line.text for line in lines])
        model = LogisticRegression(C=0.3, solver="liblinear", max_iter=300, random_state=7)
        model.fit(rows, [line.urgent for line in lines])
        told: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
        for line in lines:
            if line.urgent:
                for term in terms(line.text):
                    told[term][line.disclosure] += 1
        weights = {_BIAS: Weight(float(model.intercept_[0]), None)}
        for term, odds in zip(counter.get_feature_names_out(), model.coef_[0], strict=True):
            if abs(odds) >= _LEAST_WEIGHT:
                weights[term] = Weight(float(odds), _telling(told[term]) if odds > 0 else None)
        return cls(weights, digest(lines))

    def danger(self, text: str) -> tuple[float, str | None]:
        """How likely the writer tells of an urgent harm, in 0..1, and of which."""
        found = [self._weights[term] for term in terms(text) if term in self._weights]
        bias = self._weights[_BIAS].odds
        votes: defaultdict[str, float] = defaultdict(float)
        for weight in found:
            if weight.disclosure is not None:
                votes[weight.disclosure] += weight.odds
        best = max(votes, key=lambda name: votes[name], default=None)
        return 1.0 / (1.0 + math.exp(-bias - sum(weight.odds for weight in found))), best

    def assess(self, text: str) -> Alarm | None:
        """An urgent alarm, or None."""
        score, disclosure = self.danger(text)
        return Alarm("urgent", disclosure, score) if score >= THRESHOLD else None


def _telling(counts: Counter[str | None]) -> str | None:
    own = Counter({name: n for name, n in counts.items() if name not in _ABOUT_OTHERS})
    if not own:
        return None
    name, count = own.most_common(1)[0]
    return name if count >= _TELLING * own.total() else None
