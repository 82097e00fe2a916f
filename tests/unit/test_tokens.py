"""spaCy splits the message and remembers no word of it."""

from bot.nlu import tokens as module
from bot.nlu.tokens import tokens


def test_words_and_places() -> None:
    assert tokens("boję się, bo on pisze") == [
        ("boję", 0), ("się", 5), (",", 8), ("bo", 10), ("on", 13), ("pisze", 16),
    ]  # fmt: skip


def test_no_word_of_a_child_stays_in_the_string_store() -> None:
    strings = module._NLP.vocab.strings
    before = len(strings)
    tokens("kanarkowyzupelnienieznany wyraz")
    assert "kanarkowyzupelnienieznany" not in strings
    assert len(strings) == before


def test_readers_in_two_threads_do_not_disturb_each_other() -> None:
    from concurrent.futures import ThreadPoolExecutor

    texts = [f"wiadomosc numer{i} od kogos{i}" for i in range(400)]
    with ThreadPoolExecutor(4) as pool:
        for text, found in zip(texts, pool.map(tokens, texts), strict=True):
            assert [word for word, _ in found] == text.split()
