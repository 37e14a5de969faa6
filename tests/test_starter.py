"""What students begin with: made from the references, and without the solutions."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from grader.assignment import Assignment
from grader.catalog import bundled_root, find_course
from grader.errors import CourseError
from grader.starter import read_skeleton, reference_files, starter_notebook, starter_source

REFERENCE = '''"""Sums: adding things up.

Nothing of this is for students.
"""

from __future__ import annotations

import math
import os

import numpy as np

from grader.authoring import exercise


# solution: begin
EPSILON = 1e-8


def _pairs(x):
    return list(zip(x, x[1:]))


@np.errstate(all="ignore")
def total(
    x,
    weights=None,
):
    """The sum of x.

    x: numbers.
    """
    return math.fsum(x)


class Running:
    """A running sum."""

    start = 0

    def __init__(self):  # given
        self.value = self.start

    def add(self, x):
        """Adds x."""
        self.value += x

    def _hidden(self):
        return self.value
# solution: end


EXERCISE = exercise
'''


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    path = tmp_path / "sums.py"
    path.write_text(REFERENCE, encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=find_course(bundled_root()).assignments)
def assignment(request: pytest.FixtureRequest) -> Assignment:
    return find_course(bundled_root()).assignment(request.param)


def test_signatures_and_docstrings_stay_and_bodies_go(reference: Path) -> None:
    """A student sees what to write and not how."""
    source = starter_source([reference], "Adding")
    assert '@np.errstate(all="ignore")\ndef total(\n    x,\n    weights=None,\n):\n    """The sum of x.' in source
    assert 'raise NotImplementedError("total is yours to write")' in source
    assert 'raise NotImplementedError("Running.add is yours to write")' in source
    assert "fsum(" not in source
    assert "+= x" not in source


def test_given_methods_and_constants_stay_whole(reference: Path) -> None:
    """What the author marks as given is given, without the mark."""
    source = starter_source([reference], "Adding")
    assert "    def __init__(self):\n        self.value = self.start\n" in source
    assert "    start = 0\n" in source
    assert "EPSILON = 1e-8" in source
    assert "# given" not in source


def test_private_helpers_are_part_of_the_solution(reference: Path) -> None:
    """How a reference is cut into pieces says how to solve it."""
    source = starter_source([reference], "Adding")
    assert "_pairs" not in source
    assert "_hidden" not in source


def test_only_imports_that_the_solution_uses_are_kept(reference: Path) -> None:
    """Nothing of the grader, and nothing that only the cases need."""
    assert read_skeleton(reference).imports == ("import math", "import numpy as np")


def test_a_definition_without_a_docstring_is_refused_with_its_line(reference: Path) -> None:
    """A starter tells students by docstrings what to write."""
    reference.write_text(REFERENCE.replace('    """Adds x."""\n', ""), encoding="utf-8")
    with pytest.raises(CourseError, match=r"sums\.py:44: add: it has no docstring"):
        starter_source([reference], "Adding")


def test_the_starter_runs_and_every_function_says_that_it_is_unfinished(reference: Path) -> None:
    """Handed in as it is, it fails cleanly."""
    names: dict[str, object] = {}
    exec(starter_source([reference], "Adding"), names)
    for call in (names["total"], names["Running"]().add):
        with pytest.raises(NotImplementedError, match="yours to write"):
            call([1.0])


def test_the_committed_starters_are_those_of_the_references(assignment: Assignment) -> None:
    """A reference changed without `grader starter` is noticed."""
    modules, title = reference_files(assignment), assignment.rubric.assignment.title
    assert (assignment.folder / "starter.py").read_text(encoding="utf-8") == starter_source(modules, title)
    assert (assignment.folder / "starter.ipynb").read_text(encoding="utf-8") == starter_notebook(modules, title)


def test_every_name_that_an_exercise_uses_stands_in_the_starter(assignment: Assignment) -> None:
    """Nothing is asked for that a student was not told of."""
    source = starter_source(reference_files(assignment), "")
    for exercise in assignment.exercises.values():
        for name in exercise.uses:
            assert f"def {name}(" in source or f"class {name}" in source


def test_the_starter_notebook_is_valid_and_has_the_same_code(assignment: Assignment) -> None:
    """Whichever a student prefers, it is the same work."""
    notebook = nbformat.read(assignment.folder / "starter.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    script = (assignment.folder / "starter.py").read_text(encoding="utf-8")
    assert all(source in script for source in code)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
