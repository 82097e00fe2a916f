"""A small directory of its own, and both databases."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

COUNTRY = """\
country: PL
emergency:
  primary: '112'
  sources:
  - title: a source
    read_on: '2026-11-01'
services:
- id: pl-1
  name: Telefon
  kind: child_helpline
  audience: child
  phones:
  - type: voice
    number: 116 111
  languages:
  - pl
  sources:
  - title: a source
    url: https://example.org/
  checked_on: '2026-11-01'
  confidence: high
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one country."""
    made = tmp_path / "directory"
    made.mkdir()
    (made / "PL.yml").write_text(COUNTRY, encoding="utf-8")
    return made


def _postgres(program: str) -> str:
    found = shutil.which(program) or next(
        map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    assert found, "PostgreSQL is not installed: `make test` installs it"
    return found


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL server of this test run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The server refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    home = Path(tempfile.mkdtemp(prefix="latarnik-postgres-"))
    if as_user:
        shutil.chown(home, "postgres")
    data = home / "data"
    subprocess.run(
        [*as_user, _postgres("initdb"), "-D", data, "-U", "latarnik", "-A", "trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
    )
    server = subprocess.Popen(
        [*as_user, _postgres("postgres"), "-D", data, "-p", str(port), "-h", "127.0.0.1",
         "-k", home, "-c", "fsync=off"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"postgresql://latarnik@127.0.0.1:{port}/postgres"
    try:
        for _ in range(100):
            try:
                psycopg.connect(address).close()
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'directory.sqlite'}"
        return
    address = request.getfixturevalue("postgresql")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS directory WITH (FORCE)")
        server.execute("CREATE DATABASE directory")
    yield address.removesuffix("postgres") + "directory"
