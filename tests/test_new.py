"""`grader new` makes an assignment that works at once, and the gate sees what is then taken away from it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import main

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # empty answers are not finite, on purpose

MADE = [
    "assignments/intro/README.md",
    "assignments/intro/probes.py",
    "assignments/intro/starter.ipynb",
    "assignments/intro/starter.py",
    "reference/intro/mean_squared_error.py",
    "rubrics/intro.toml",
]


@pytest.fixture
def course(tmp_path, capsys):
    """A course as `grader new` makes it."""
    root = tmp_path / "course"
    assert main(["new", "intro", "--course", str(root)]) == 0
    capsys.readouterr()
    return root


def test_a_new_assignment_has_all_its_files_and_says_what_to_do_next(tmp_path, capsys):
    """Handout, probes, starters, reference and rubric, and a secret that no repository will hold."""
    assert main(["new", "intro", "--course", str(tmp_path / "course")]) == 0
    said = capsys.readouterr().out
    files = [path.relative_to(tmp_path / "course").as_posix() for path in (tmp_path / "course").rglob("*.*")]
    assert sorted(file for file in files if "__pycache__" not in file) == sorted([*MADE, ".gitignore"])
    assert all(name in said for name in MADE)
    assert "grader verify intro --course" in said
    assert (tmp_path / "course" / ".gitignore").read_text(encoding="utf-8") == ".grader-secret\n__pycache__/\n"


def test_a_new_assignment_holds_every_demand(course, capsys):
    """Its reference earns everything, its starters nothing, and its mistakes are caught and named."""
    assert main(["verify", "intro", "--course", str(course)]) == 0
    assert "all demands hold (reference: 1, mistake: 6, empty answer: 4, starter: 2)" in capsys.readouterr().out


def test_its_starter_can_be_handed_in_and_earns_nothing(course, tmp_path, capsys):
    """The whole way: a class of one, who has written nothing yet."""
    hand_ins = tmp_path / "class"
    hand_ins.mkdir()
    (hand_ins / "ada.py").write_bytes((course / "assignments/intro/starter.py").read_bytes())
    out = tmp_path / "graded"
    assert main(["grade", str(hand_ins), "-o", str(out), "--course", str(course), "--wall", "process"]) == 0
    assert (out / "grades.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[:3] == ["ada", "0", "10"]
    capsys.readouterr()


def test_a_second_assignment_joins_the_course(course, capsys):
    """The first stays as it is, and .gitignore keeps what it holds."""
    (course / ".gitignore").write_text("graded/\n", encoding="utf-8")
    assert main(["new", "second", "--course", str(course)]) == 0
    assert (course / ".gitignore").read_text(encoding="utf-8") == "graded/\n.grader-secret\n__pycache__/\n"
    assert main(["verify", "second", "--course", str(course)]) == 0
    capsys.readouterr()


def test_without_course_the_one_around_here_is_taken(course, monkeypatch, capsys):
    """As everywhere else."""
    monkeypatch.chdir(course / "assignments")
    assert main(["new", "second"]) == 0
    assert (course / "rubrics" / "second.toml").exists()
    capsys.readouterr()


def test_without_any_course_a_new_one_is_made_here(tmp_path, monkeypatch, capsys):
    """Never inside the installed package."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "intro"]) == 0
    assert (tmp_path / "rubrics" / "intro.toml").exists()
    capsys.readouterr()


def test_an_existing_assignment_is_refused(course, capsys):
    """Nothing is written over."""
    rubric = course / "rubrics" / "intro.toml"
    rubric.write_text("mine", encoding="utf-8")
    assert main(["new", "intro", "--course", str(course)]) == 2
    assert "exists already" in one_line(capsys)
    assert rubric.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "../x", "a b", "1st", "a/b", "é", "-", "a.b", "_a", "a\nb"])
def test_a_bad_name_is_refused(tmp_path, name, capsys):
    """In one sentence, before anything is written."""
    assert main(["new", "--course", str(tmp_path / "course"), "--", name]) == 2
    assert "is no name for an assignment" in one_line(capsys)
    assert not (tmp_path / "course").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path, capsys):
    """A file stands where the course should."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["new", "intro", "--course", str(tmp_path / "file")]) == 2
    assert "cannot be written" in one_line(capsys)


def test_a_check_without_points_is_refused_with_file_and_line(course, capsys):
    """Zero points are said, not implied."""
    rubric = course / "rubrics" / "intro.toml"
    line = change(rubric, "dx = 3, ", "")
    assert main(["verify", "intro", "--course", str(course)]) == 2
    assert f"{rubric}:{line}: check dx of mse_loss has no points" in one_line(capsys)


def test_a_check_that_was_weakened_turns_the_gate_red_with_file_and_line(course, capsys):
    """A tolerance so wide that it lets a known mistake through."""
    reference = course / "reference" / "intro" / "mean_squared_error.py"
    change(reference, '        Gradient("loss", wrt="x", grad="dx"),\n', "")
    change(course / "rubrics" / "intro.toml", "gradient_x = 2, ", "")
    change(reference, 'Close("dx")', 'Close("dx", rtol=10.0)')
    assert main(["verify", "intro", "--course", str(course)]) == 1
    said = capsys.readouterr().out
    line = line_of(reference, '"factor_two_missing"')
    assert f"{reference}:{line}: mse_loss: mistake factor_two_missing: no check catches this mistake" in said
    assert "do not hold" in said


def test_a_mistake_that_no_longer_fits_the_reference_is_refused_with_file_and_line(course, capsys):
    """References and mistakes cannot drift apart."""
    reference = course / "reference" / "intro" / "mean_squared_error.py"
    change(reference, "dx = 2 * difference / len(x)", "dx = difference * 2 / len(x)")
    assert main(["verify", "intro", "--course", str(course)]) == 2
    assert re.search(rf"{re.escape(str(reference))}:\d+: the text .* stands nowhere", one_line(capsys))


def test_an_output_that_no_wall_would_let_through_is_told_by_the_gate(course, capsys):
    """A blank in an output's name: the reference fails here already, and not first in the class."""
    probes = course / "assignments" / "intro" / "probes.py"
    text = probes.read_text(encoding="utf-8")
    assert '"loss"' in text
    probes.write_text(text.replace('"loss"', '"the loss"'), encoding="utf-8")
    assert main(["verify", "intro", "--course", str(course)]) != 0
    assert "an output is named 'the loss'" in "".join(capsys.readouterr())


def test_the_command_works_from_a_shell(tmp_path):
    """As a program, not only as a function."""
    command = [sys.executable, "-m", "grader", "new", "intro", "--course", str(tmp_path / "course")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def change(path: Path, old, new):
    """Replaces the one occurrence of `old` and returns its line number."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def line_of(path: Path, words):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def one_line(capsys):
    """What was said on stderr, which is one sentence on one line."""
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said
