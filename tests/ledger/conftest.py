from __future__ import annotations

from pathlib import Path

import pytest
from school import School


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School.new(tmp_path)
