"""spaCy's rule tokenizer for all languages: no model download, nothing remembered."""

import threading

import spacy

_NLP = spacy.blank("xx")
# What a word looks like is asked of nobody here, and finding it out for every word takes longer
# than splitting the text.
_NLP.vocab.lex_attr_getters = {}
# A memory zone belongs to the whole vocabulary, so two readers may not be inside at once.
_ONE = threading.Lock()


def tokens(text: str) -> list[tuple[str, int]]:
    """The tokens of a text and where they start.

    spaCy keeps every word it ever saw in its string store; in a memory zone it forgets them, and so
    no word of a child stays in the process.
    """
    with _ONE, _NLP.memory_zone():
        return [(token.text, token.idx) for token in _NLP(text) if not token.text.isspace()]
