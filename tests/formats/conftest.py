"""A course of one exercise, and a class that is graded with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from term import Term

from grader.cli import main


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `grader new` makes: the exercise mse_loss, ten points."""
    root = tmp_path_factory.mktemp("formats") / "course"
    assert main(["new", "intro", "--course", str(root)]) == 0
    return root


@pytest.fixture(scope="session")
def right(course: Path) -> str:
    """A hand-in that earns everything."""
    reference = (course / "reference/intro/mean_squared_error.py").read_text(encoding="utf-8")
    solution = re.search(r"# solution: begin\n(.*?)# solution: end", reference, re.DOTALL)
    assert solution
    return f"import numpy as np\n{solution[1]}"


@pytest.fixture
def term(tmp_path: Path, course: Path, right: str) -> Term:
    """Where a class is graded."""
    return Term(tmp_path, course, right)
