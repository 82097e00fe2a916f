"""Whatever an editor does to a file, the answer is a list of faults, never a crash."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import Catalogue, ContentErrors
from bot.content.lint import run
from tests.unit.content.project import make_project, write
from tests.unit.content.test_examples import block, lines

PIECES = st.sampled_from(
    ["{", "}", "[", "]", ":", "- ", "\n", "  ", "\t", "&a ", "*a", "!!int ", "!!timestamp x", "!!set ", "<<: ", "? ",
     "'", '"', "|", ">", "#", "%", "@", "null", "5", "true", "~", "\0", "\ud800", "2026-11-01", "{emergency!r}", "{0}", "é"]
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that every example changes and puts back."""
    root = make_project(tmp_path_factory.mktemp("project"))
    write(root / "data/topics/health/fomo/nlu.en.yml", f"nlu:\n{block(lines(10))}")
    return root


def editors_files(root: Path) -> list[Path]:
    """Everything that is read, with the rules of wording; not the lists that others read."""
    rules = ("never", "required", "jargon", "gender")
    files = sorted((root / "data").rglob("*.yml"))
    return [f for f in files if f.parent.name != "lexicon" or f.name.split(".")[0] in rules]


def load(root: Path) -> None:
    """Loading ends, or raises faults that each have a message and a mend."""
    try:
        Catalogue.load(root / "data")
    except ContentErrors as caught:
        faults = caught.errors
    else:
        return
    assert faults
    assert all(fault.message and fault.mend for fault in faults)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_changed_file_gives_faults_never_a_crash(project: Path, data: st.DataObject) -> None:
    files = editors_files(project)
    file = data.draw(st.sampled_from(files))
    original = file.read_bytes()
    text = original.decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    piece = "".join(data.draw(st.lists(PIECES, max_size=4)))
    try:
        file.write_bytes((text[:start] + piece + text[end:]).encode("utf-8", "surrogatepass"))
        load(project)
        run(project)
    finally:
        file.write_bytes(original)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_line_with_another_value_gives_faults_never_a_crash(
    project: Path, data: st.DataObject
) -> None:
    files = editors_files(project)
    file = data.draw(st.sampled_from(files))
    original = file.read_text(encoding="utf-8")
    written = original.splitlines()
    number = data.draw(st.sampled_from([n for n, line in enumerate(written) if ":" in line]))
    key = written[number].partition(":")[0]
    value = data.draw(
        st.sampled_from(
            [
                "5",
                "[]",
                "{}",
                "null",
                "true",
                "[1, {a: b}]",
                "{text: 5}",
                "2026-11-01",
                "'x'",
                "{any: 5}",
                "[[[]]]",
            ]
        )
    )
    try:
        write(
            file, "\n".join([*written[:number], f"{key}: {value}", *written[number + 1 :]]) + "\n"
        )
        load(project)
        run(project)
    finally:
        write(file, original)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=st.binary(max_size=200))
def test_any_bytes_give_faults_never_a_crash(project: Path, raw: bytes) -> None:
    file = project / "data" / "dialogue" / "texts.en.yml"
    original = file.read_bytes()
    try:
        file.write_bytes(raw)
        with pytest.raises(ContentErrors):
            Catalogue.load(project / "data")
    finally:
        file.write_bytes(original)


def test_endless_nesting_is_a_fault(project: Path) -> None:
    file = project / "data" / "dialogue" / "texts.en.yml"
    original = file.read_bytes()
    try:
        file.write_bytes(b"texts: " + b"[" * 5000)
        with pytest.raises(ContentErrors):
            Catalogue.load(project / "data")
    finally:
        file.write_bytes(original)
