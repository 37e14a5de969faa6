"""`grader verify --mutants`: small changes to the references that no check notices are listed."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from grader.cli import main
from grader.mutants import mutants

REFERENCE = "reference/intro/mean_squared_error.py"


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["new", "intro", "--course", str(tmp_path)]) == 0
    capsys.readouterr()
    return tmp_path


def change(course: Path, old: str, new: str) -> None:
    text = (course / REFERENCE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (course / REFERENCE).write_text(text.replace(old, new), encoding="utf-8")


def survivors(course: Path, capsys: pytest.CaptureFixture[str], code: int) -> list[dict]:
    assert main(["verify", "intro", "--course", str(course), "--mutants", "--json"]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_fresh_course_notices_every_change_that_gives_another_answer(course, capsys):
    """What is left is as right as the reference."""
    assert not any(each["moves"] for each in survivors(course, capsys, 0))
    assert main(["verify", "intro", "--course", str(course), "--mutants"]) == 0
    assert ": 0 of them change an answer, " in capsys.readouterr().out


def test_a_check_taken_out_of_a_rubric_lets_changes_through(course, capsys):
    """With the gradient compared by nothing, a change of it is listed with its line, and the exit code says so."""
    text = (course / REFERENCE).read_text(encoding="utf-8")
    at = next(n for n, line in enumerate(text.splitlines(), 1) if "2 * difference" in line)
    for check in ('Close("dx")', 'Gradient("loss"'):
        line = next(line for line in text.splitlines() if check in line)
        change(course, line, f"# {line}")
    rubric = course / "rubrics/intro.toml"
    section = rubric.read_text(encoding="utf-8").replace(" dx = 3, gradient_x = 2,", "").replace("\ndx = ", "\n# dx = ")
    rubric.write_text(section, encoding="utf-8")
    moving = [each for each in survivors(course, capsys, 1) if each["moves"]]
    assert any(each["place"].endswith(f"mean_squared_error.py:{at}") for each in moving)


def test_a_change_that_never_ends_counts_as_noticed(course, capsys, monkeypatch):
    """As a student's would: it runs out of time."""
    monkeypatch.setattr("grader.survivors.SECONDS", 0.3)
    change(course, "    difference = ", "    while x is None:\n        pass\n    difference = ")
    assert "(x is not None)" not in [each["after"] for each in survivors(course, capsys, 0)]


def test_a_course_whose_cases_cannot_be_drawn_is_refused(course, capsys):
    """That no change survives would be no news there."""
    change(course, 'return {"x": rng.standard_normal(5), ', 'return {"x": rng.no_such_draw(5), ')
    assert main(["verify", "intro", "--course", str(course), "--mutants"]) == 2
    assert "case a_few of mse_loss cannot be drawn" in capsys.readouterr().err


SOLUTION = '''
# solution: begin
def helper(a):
    """Not read: 1 + 1."""
    return a[1:, ::2] @ a.T


def wanted(x, axis=0):
    if x is None or not x.any():
        raise ValueError(f"{x + 1} is {2}")
    for i in range(3):
        x[i] -= helper(x).max(axis=axis, keepdims=True)  # größer
    return x if axis else -x, {"ü": 0.5 * x}


def unread(x):
    return x + 1
# solution: end
'''


def test_every_change_is_python_and_differs_from_the_solution():
    """In what is asked for and what that calls; not in docstrings, nor in what is raised."""
    made = list(mutants(SOLUTION, ["wanted"]))
    texts = {SOLUTION.replace(each.patch.find, each.patch.replace) for each in made}
    trees = {ast.dump(ast.parse(text)) for text in texts}
    assert ast.dump(ast.parse(SOLUTION)) not in trees
    assert len(trees) > 60
    changed = {(each.before, each.after) for each in made}
    assert {("0.5 * x", "(0.5 / x)"), ("a.T", "a"), ("x is None", "(x is not None)"), ("::2", "1::2")} <= changed
    assert {each.line for each in made} == {5, 8, 9, 11, 12, 13}
