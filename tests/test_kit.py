"""The student kit: enough to check one's own work with, and nothing that gives an answer away."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from grader.bench import Bench, bench_for
from grader.catalog import Course, bundled_root
from grader.cli import main
from grader.kit import read_kit, release

ASSIGNMENT = "linear_classifiers"
WRONG = """
import numpy as np
def l2_penalty(W, reg):
    return reg * np.sum(W * W), reg * W
"""


@pytest.fixture(scope="module")
def bench() -> Bench:
    return bench_for(Course(bundled_root(), bundled=True).assignment(ASSIGNMENT))


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("released") / "kit"
    release(Course(bundled_root(), bundled=True).assignment(ASSIGNMENT), folder)
    return folder


def test_it_holds_what_is_handed_out_and_nothing_else(kit: Path) -> None:
    names = {path.name for path in kit.iterdir()}
    assert names == {"README.md", "starter.py", "starter.ipynb", "probes.py", "kit.json", "arrays.bin"}


def test_it_says_which_packages_the_course_asks_for(tmp_path: Path) -> None:
    """So that `grader check` behind a wall offers students what the course's own image will."""
    for name in ("assignments", "reference", "rubrics"):
        shutil.copytree(bundled_root() / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements.txt").write_text("scipy>=1.11\n", encoding="utf-8")
    release(Course(tmp_path).assignment(ASSIGNMENT), tmp_path / "kit")
    assert (tmp_path / "kit" / "requirements.txt").read_text(encoding="utf-8") == "scipy>=1.11\n"


def test_no_line_of_a_solution_is_in_it(kit: Path) -> None:
    reference = bundled_root() / "reference" / ASSIGNMENT
    given = "".join((kit / name).read_text(encoding="utf-8") for name in ("starter.py", "probes.py", "kit.json"))
    lines = {
        line.strip()
        for path in reference.glob("*.py")
        for line in path.read_text(encoding="utf-8").partition("# solution: end")[0].splitlines()
        if "=" in line and len(line.strip()) > 25 and not line.strip().startswith(("def ", "#", '"'))
    }
    told = {line for line in lines if line in given}
    assert told <= {line for line in told if line.startswith(("images:", "W:", "X:"))}, told


def test_no_hidden_case_is_in_it(kit: Path, bench: Bench) -> None:
    described = (kit / "kit.json").read_text(encoding="utf-8")
    arrays = (kit / "arrays.bin").read_bytes()
    hidden = [(name, case) for name, cases in bench.cases.items() for case in cases if not case.visible]
    assert hidden
    visible = {case.name for cases in bench.cases.values() for case in cases if case.visible}
    for _, case in hidden:
        assert case.name in visible or f'"{case.name}"' not in described
        for value in case.inputs.values():
            if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size > 3:
                assert value.tobytes() not in arrays


def test_its_seeds_are_not_the_courses(kit: Path, bench: Bench) -> None:
    secret = {case.seed for cases in bench.cases.values() for case in cases}
    assert not secret & {case.seed for cases in read_kit(kit).cases.values() for case in cases}


def test_a_student_is_told_the_cause_from_the_kit_alone(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kit"
    shutil.copytree(kit, folder)
    (folder / "mine.py").write_text(WRONG, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setattr("grader.catalog.bundled_root", lambda: tmp_path / "no course here")
    assert main(["check", "mine.py", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    said = next(each for each in report["exercises"] if each["exercise"] == "l2_penalty")
    assert 0 < said["earned"] < said["out_of"]
    assert "2" in said["mistakes"][0]["message"]
    assert report["run"]["wall"] == "process"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda kit: (kit / "arrays.bin").write_bytes(b"\0" * 40), "the kit is damaged"),
        (lambda kit: (kit / "kit.json").write_text("{}", encoding="utf-8"), "the kit is damaged"),
        (lambda kit: (kit / "kit.json").write_text('{"schema": 99}', encoding="utf-8"), "of version 99"),
        (lambda kit: (kit / "arrays.bin").unlink(), "cannot be read"),
    ],
    ids=["arrays", "description", "version", "missing"],
)
def test_a_damaged_kit_is_told_in_one_sentence(
    kit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil, words: str
) -> None:
    folder = tmp_path / "kit"
    shutil.copytree(kit, folder)
    spoil(folder)
    (folder / "mine.py").write_text(WRONG, encoding="utf-8")
    assert main(["check", str(folder / "mine.py")]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert said.count("\n") == 1


def test_it_is_not_released_into_a_folder_that_holds_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old").touch()
    assert main(["release", ASSIGNMENT, str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err
