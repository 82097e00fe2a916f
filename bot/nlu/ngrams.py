"""Character and word n-grams of the folded text: the voter that needs nothing but scikit-learn."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.text import fold

_SHAPES: tuple[dict[str, Any], ...] = (
    {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 5},
    {"analyzer": "word", "ngram_range": (1, 1), "min_df": 3, "token_pattern": r"(?u)\S+"},
)


def _vectorizer(shape: dict[str, Any], **more: Any) -> TfidfVectorizer:
    return TfidfVectorizer(
        preprocessor=fold, sublinear_tf=True, dtype=np.float32, **{**shape, **more}
    )


class Ngrams:
    """TF-IDF over char_wb(2-5) and words, weighted alike."""

    def __init__(self, parts: Sequence[TfidfVectorizer]) -> None:
        self._parts = list(parts)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "Ngrams":
        """Learns vocabulary and document frequencies from the training texts."""
        return cls([_vectorizer(shape).fit(texts) for shape in _SHAPES])

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Sparse rows, shape (len(texts), size of both vocabularies)."""
        rows = csr_matrix(hstack([part.transform(texts) for part in self._parts]))
        rows.sort_indices()  # the machines of other processes get it read-only, and want it sorted
        return rows

    def to_state(self) -> tuple[list[list[str]], list[npt.NDArray[np.float32]]]:
        """Vocabularies in column order, and the document weights, for storage without pickle."""
        names = [part.get_feature_names_out().tolist() for part in self._parts]
        return names, [np.asarray(part.idf_, dtype=np.float32) for part in self._parts]

    @classmethod
    def from_state(cls, names: list[list[str]], weights: list[npt.NDArray[np.float32]]) -> "Ngrams":
        """The inverse of `to_state`."""
        parts = []
        for shape, vocabulary, idf in zip(_SHAPES, names, weights, strict=True):
            part = _vectorizer({**shape, "min_df": 1}, vocabulary=vocabulary)
            part.idf_ = idf
            parts.append(part)
        return cls(parts)
