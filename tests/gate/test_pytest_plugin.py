"""`pytest` in a course's folder is the gate: one item per demand, red with file and line where one does not hold."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from grader.cli import main

REFERENCE, RUBRIC = "reference/intro/mean_squared_error.py", "rubrics/intro.toml"
DX = "    dx = 2 * difference / len(x)\n"


class CourseFolder:
    """A course as `grader new` makes it, and pytest run inside of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def change(self, file: str, old: str, new: str) -> int:
        """Replaces what stands there once; returns its line."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def gate(self, *options: str) -> str:
        """What pytest prints. The plug-in is named, so that it is found whether or not the package is installed."""
        plugin = ("-p", "no:grader", "-p", "grader.pytest_plugin", "-p", "no:cacheprovider")
        command = [sys.executable, "-m", "pytest", *plugin, "--grader-seeds", "2", *options]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CourseFolder:
    assert main(["new", "intro", "--course", str(tmp_path)]) == 0
    capsys.readouterr()
    return CourseFolder(tmp_path)


def outcomes(said: str) -> dict[str, str]:
    """PASSED or FAILED by demand."""
    return dict(re.findall(r"intro\.toml::mse_loss::(\S+) (\w+)", said))


def counts(said: str) -> dict[str, int]:
    """From the last line of a run."""
    return {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", said.splitlines()[-1].split(" in ")[0])}


def test_a_new_course_is_green_in_every_demand(course: CourseFolder) -> None:
    """One item per demand: reference, mistakes, oracle, starter, empty answers, other seeds."""
    result = course.gate("-v")
    assert set(outcomes(result).values()) == {"PASSED"}
    assert set(outcomes(result)) == {
        "reference",
        "oracle[gradient_x]",
        "starter",
        "empty",
        "stable",
        *(f"mistake[{name}]" for name in ("summed", "gradient_summed", "factor_two_missing", "wrong_sign")),
        *("mistake[root_taken]", "mistake[not_squared]"),
    }


def test_a_weakened_rubric_is_red_at_the_line_of_its_points(course: CourseFolder) -> None:
    """Without points for the gradient, a wrong gradient costs nothing; nobody said that it should."""
    line = course.change(RUBRIC, "loss = 3, dx = 3, gradient_x = 2", "loss = 3, dx = 0, gradient_x = 0")
    result = course.gate("-v")
    assert outcomes(result)["mistake[factor_two_missing]"] == "FAILED"
    assert re.search(rf"intro\.toml:{line}: mse_loss: mistake factor_two_missing: it costs no points", result)


def test_a_mistake_that_is_meant_to_be_free_is_said_to_be(course: CourseFolder) -> None:
    """Credit 1 in the rubric."""
    course.change(RUBRIC, "loss = 3, dx = 3, gradient_x = 2", "loss = 3, dx = 0, gradient_x = 0")
    course.change(RUBRIC, "factor_two_missing = { credit = 0.5 }", "factor_two_missing = { credit = 1 }")
    assert outcomes(course.gate("-v", "-k", "factor_two"))["mistake[factor_two_missing]"] == "PASSED"


def test_a_flipped_sign_in_the_reference_is_red_at_its_function(course: CourseFolder) -> None:
    """By its own gradient check, and by the oracle, which knows nothing of the checks."""
    course.change(REFERENCE, DX, DX.replace("2 *", "-2 *"))
    result = course.gate("-v")
    said = outcomes(result)
    assert said["reference"] == said["oracle[gradient_x]"] == said["stable"] == "FAILED"
    assert re.search(r"mean_squared_error\.py:11: mse_loss: reference reference: gradient_x on ", result)
    assert re.search(r"mean_squared_error\.py:11: mse_loss: .* by a complex step", result)


def test_a_mistake_that_no_check_catches_is_red_at_its_line(course: CourseFolder) -> None:
    """Two roundings more are no mistake."""
    line = course.change(REFERENCE, '            "root_taken",\n', '            "harmless",\n')
    course.change(REFERENCE, 'replace="np.sqrt(np.mean(difference**2))"', 'replace="np.mean(difference * difference)"')
    result = course.gate("-v")
    assert outcomes(result)["mistake[harmless]"] == "FAILED"
    wanted = rf"mean_squared_error\.py:{line}: mse_loss: mistake harmless: no check catches this mistake"
    assert re.search(wanted, result)
    assert outcomes(result)["stable"] == "FAILED"


def test_a_starter_that_earns_points_is_red(course: CourseFolder) -> None:
    """Somebody left the solution in."""
    solution = (course.root / REFERENCE).read_text(encoding="utf-8")
    body = solution[solution.index("def mse_loss") : solution.index("# solution: end")]
    (course.root / "assignments/intro/starter.py").write_text("import numpy as np\n\n" + body, encoding="utf-8")
    result = course.gate("-v", "-k", "starter or empty")
    assert outcomes(result) == {"starter": "FAILED", "empty": "PASSED"}
    assert "the starter earns 10 points" in result


def test_a_course_that_cannot_be_read_is_red_in_one_line(course: CourseFolder) -> None:
    """A misspelled key: file, line and sentence, and no traceback."""
    line = course.change(RUBRIC, "gradient_x = 2", "gradinet_x = 2")
    result = course.gate()
    assert counts(result) == {"error": 1}
    assert f"intro.toml:{line}: check gradient_x of mse_loss has no points" in result
    assert "Traceback" not in result


def test_junit_and_selection_work_as_with_any_test(course: CourseFolder) -> None:
    """-k picks demands, and the report for machines names them."""
    result = course.gate("-k", "mistake", "--junit-xml=report.xml")
    assert counts(result) == {"passed": 6, "deselected": 5}
    names = {case.get("name") for case in ET.parse(course.root / "report.xml").iter("testcase")}
    assert "mistake[summed]" in names


def test_xdist_spreads_the_demands(course: CourseFolder) -> None:
    """Two workers collect the same items."""
    assert counts(course.gate("-n", "2", "-k", "mistake or reference")) == {"passed": 7}


def test_an_oracle_of_the_authors_own_is_asked_and_passed_over_where_it_cannot_be_imported(
    course: CourseFolder,
) -> None:
    """Wrong by one thousandth it is red; of a library that is not here it says nothing."""
    course.change(
        REFERENCE, '    title="Mean squared error",\n', '    title="Mean squared error",\n    oracle=by_hand,\n'
    )
    head = "EXERCISE = exercise("
    told = 'def by_hand(x, y):\n    return {"loss": 1.001 * sum((a - b) ** 2 for a, b in zip(x, y)) / len(x)}\n\n\n'
    course.change(REFERENCE, head, told + head)
    assert outcomes(course.gate("-v", "-k", "oracle"))["oracle"] == "FAILED"
    course.change(REFERENCE, "def by_hand(x, y):\n", "def by_hand(x, y):\n    import no_such_library\n")
    assert counts(course.gate("-k", "oracle")) == {"passed": 1, "skipped": 1, "deselected": 10}


def test_elsewhere_it_collects_nothing(tmp_path: Path) -> None:
    """A folder called rubrics that belongs to no course."""
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "a.toml").write_text("points = 1\n", encoding="utf-8")
    (tmp_path / "test_something.py").write_text("def test_something(): pass\n", encoding="utf-8")
    assert counts(CourseFolder(tmp_path).gate()) == {"passed": 1}
