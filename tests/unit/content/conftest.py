from pathlib import Path

import pytest

from tests.unit.content.project import make_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without a fault."""
    return make_project(tmp_path)
