"""Texts that make no sense to somebody abroad, to whom a sentence on one country is not said."""

from collections.abc import Iterator

from bot.content.errors import ContentError
from bot.content.lint.corpus import Corpus
from bot.content.named_countries import FILE, NamedCountries

# No country: whoever lives there hears nothing that is said of one.
_NOWHERE = "ZZ"


def check(corpus: Corpus) -> Iterator[ContentError]:
    """What is empty without the sentence on a country, or leans on it."""
    file = corpus.root / FILE
    if not file.is_file():
        return
    named = NamedCountries.load(file)
    for passage in corpus.passages:
        for key, text in passage.said:
            line, where = passage.line_of(key), passage.where
            if key == "text" and text and not named.fitting(text, _NOWHERE):
                mend = "add what is true everywhere: this is not said to people abroad"
                yield ContentError(passage.file, line, f"{where}: nothing is left abroad", mend)
            leaning = named.leaning(text)
            if leaning is not None:
                mend = "join it to the sentence before, which is left out for people abroad"
                problem = f'{where}: "{leaning[:40]}" leans on a sentence about one country'
                yield ContentError(passage.file, line, problem, mend)
