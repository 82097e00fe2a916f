"""Character and word n-grams of the folded text: the voter that needs nothing but scikit-learn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.text import fold

_SHAPES: tuple[dict[str, Any], ...] = (
    {"analyzer": "char_wb", "ngram_range": (3, 4), "min_df": 5},
    {"analyzer": "word", "ngram_range": (1, 1), "min_df": 3, "token_pattern": r"(?u)\S+"},
)
Weights = npt.NDArray[np.float32]


def _as_it_is(text: str) -> str:
    return text


def _vectorizer(shape: Mapping[str, Any]) -> TfidfVectorizer:
    return TfidfVectorizer(preprocessor=_as_it_is, sublinear_tf=True, dtype=np.float32, **shape)


class _Part(NamedTuple):
    """What splits a folded text, the column of each n-gram, and its document weight."""

    split: Callable[[str], Iterable[str]]
    columns: Mapping[str, int]
    idf: Weights

    def row(self, folded: str) -> tuple[npt.NDArray[np.int32], Weights]:
        """The columns of a text, ascending, and their weights (sublinear TF-IDF, length 1)."""
        column = self.columns.get
        known = [at for gram in self.split(folded) if (at := column(gram)) is not None]
        there, counts = np.unique(np.array(known, dtype=np.int32), return_counts=True)
        weights = (1.0 + np.log(counts)) * self.idf[there]
        weights /= np.linalg.norm(weights) or 1.0
        return there, weights.astype(np.float32)


class Ngrams:
    """TF-IDF over char_wb(3-4) and words, weighted alike.

    scikit-learn learns the weights and splits the texts; its own `transform` is made for many texts
    and takes six times as long for one.
    """

    def __init__(self, names: Sequence[Sequence[str]], weights: Sequence[Weights]) -> None:
        self._parts = [
            _Part(
                _vectorizer(shape).build_analyzer(),
                {name: column for column, name in enumerate(own)},
                idf,
            )
            for shape, own, idf in zip(_SHAPES, names, weights, strict=True)
        ]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> tuple["Ngrams", csr_matrix]:
        """Learns vocabulary and document frequencies; also the rows of `texts` (see `transform`).

        The texts are split once for both, which takes half as long.
        """
        folded = [fold(text) for text in texts]
        parts = [_vectorizer(shape) for shape in _SHAPES]
        rows = hstack([part.fit_transform(folded) for part in parts], format="csr")
        rows.sort_indices()
        names = [part.get_feature_names_out().tolist() for part in parts]
        return cls(names, [np.asarray(part.idf_, dtype=np.float32) for part in parts]), rows

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Sparse rows with sorted columns, shape (len(texts), size of both vocabularies)."""
        columns, weights, ends = [], [], [0]
        for text in texts:
            folded, first, size = fold(text), 0, ends[-1]
            for part in self._parts:
                there, own = part.row(folded)
                columns.append(there + first)
                weights.append(own)
                first += len(part.columns)
                size += len(there)
            ends.append(size)
        width = sum(len(part.columns) for part in self._parts)
        if not columns:
            return csr_matrix((0, width), dtype=np.float32)
        rows = np.concatenate(weights), np.concatenate(columns), np.array(ends, dtype=np.int32)
        return csr_matrix(rows, shape=(len(texts), width))

    def to_state(self) -> tuple[list[list[str]], list[Weights]]:
        """Vocabularies in column order, and the document weights, for storage without pickle."""
        return [list(part.columns) for part in self._parts], [part.idf for part in self._parts]
