"""Hand-ins as students write them get the marks and sentences that a good grader gives.

`handins/manifest.toml` says which, for the assignment linear_classifiers; every other assignment has a folder of its
name there, with a manifest of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HANDINS = Path(__file__).parent / "handins"
FOLDERS = {
    "linear_classifiers": HANDINS,
    **{manifest.parent.name: manifest.parent for manifest in sorted(HANDINS.glob("*/manifest.toml"))},
}
"""Where the hand-ins of an assignment stand, and its manifest."""


def listed(assignment: str) -> list[dict[str, Any]]:
    """The entries of this assignment's manifest."""
    manifest = tomllib.loads((FOLDERS[assignment] / "manifest.toml").read_text(encoding="utf-8"))
    return [{"assignment": assignment, **entry} for entry in manifest["handin"]]


ENTRIES = [entry for assignment in FOLDERS for entry in listed(assignment)]
Report = dict[str, Any]
Graded = Callable[[dict[str, Any]], Report]


def student(path: str) -> str:
    """What the entry of this hand-in is called in the class."""
    return Path(path).stem


def verdicts(entry: dict[str, Any]) -> dict[str, str]:
    """Exercise to expected verdict, for all that was handed in."""
    return {
        **dict.fromkeys(entry.get("right", []), "right"),
        **dict.fromkeys(entry.get("wrong", {}), "wrong"),
        **dict.fromkeys(entry.get("open", {}), "open"),
        **dict.fromkeys(entry.get("follows", {}), "follows"),
    }


def judged(verdict: str) -> list[Any]:
    """One parameter set (entry, exercise) for each exercise with this verdict."""
    return [
        pytest.param(entry, exercise, id=f"{entry['assignment']}-{student(entry['path'])}-{exercise}")
        for entry in ENTRIES
        for exercise, expected in verdicts(entry).items()
        if expected == verdict
    ]


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The report on an entry of a manifest; each class is graded once, through the front door, when first needed."""
    room = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        room = room.parent
    classes: dict[str, Classroom] = {}

    def report(entry: dict[str, Any]) -> Report:
        assignment = entry["assignment"]
        if assignment not in classes:
            classes[assignment] = Classroom(room / "handins" / assignment, assignment)
        return classes[assignment].report(entry["path"])

    return report


class Classroom:
    """A folder with one entry per hand-in, and beside it what the grader made of them."""

    def __init__(self, room: Path, assignment: str) -> None:
        self.assignment, self.entries, self.reports = assignment, room / "class", room / "graded"
        room.mkdir(parents=True, exist_ok=True)
        with Turn(room / "turn"):
            if not (room / "done").exists():
                lay_out(assignment, self.entries)
                self.grade()
                (room / "done").touch()

    def grade(self) -> None:
        command = [sys.executable, "-m", "grader", "grade", str(self.entries), "--assignment", self.assignment]
        options = ["-o", str(self.reports), "--wall", "process", "--json"]
        run = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr[-4000:]

    def report(self, path: str) -> Report:
        loaded: Report = json.loads((self.reports / student(path) / "report.json").read_text(encoding="utf-8"))
        return loaded


class Turn:
    """Test processes that run side by side take turns, so that one grades and the others read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = self.path.open("w")
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 - absent on Windows

            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


def lay_out(assignment: str, folder: Path) -> None:
    """Every hand-in as its student would upload it."""
    folder.mkdir()
    for entry in listed(assignment):
        source = FOLDERS[assignment] / entry["path"]
        if entry.get("zip"):
            pack(source, folder / f"{source.name}.zip")
        elif source.is_dir():
            shutil.copytree(source, folder / source.name)
        else:
            shutil.copy(source, folder / source.name)


def pack(source: Path, target: Path) -> None:
    """A folder's files as an archive, hidden ones too."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(source.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, file.relative_to(source))


def of(report: Report, exercise: str) -> dict[str, Any]:
    """What the report says of one exercise."""
    assert not report.get("refusal"), report["refusal"]
    found: list[dict[str, Any]] = [said for said in report["exercises"] if said["exercise"] == exercise]
    assert len(found) == 1, f"{exercise} stands {len(found)} times in the report"
    return found[0]


def failures(said: dict[str, Any]) -> list[str]:
    """One line per mistake that was named and per finding that did not pass."""
    mistakes = [f"{mistake['name']}: {mistake['message']}" for mistake in said["mistakes"]]
    findings = [
        f"{finding['check']} on {finding['case']}, {finding['verdict']}: {finding['message']}"
        for finding in said["findings"]
        if finding["verdict"] != "pass"
    ]
    return mistakes + findings


def sentences(said: dict[str, Any]) -> str:
    """What a student reads about the failure: messages only, in lower case."""
    findings = [finding["message"] for finding in said["findings"] if finding["verdict"] == "fail"]
    return "\n".join([mistake["message"] for mistake in said["mistakes"]] + findings).casefold()


def names_its_cause(said: dict[str, Any], words: list[str]) -> bool:
    return any(word.casefold() in sentences(said) for word in words)


@pytest.mark.parametrize("assignment", FOLDERS)
def test_the_manifest_lists_every_hand_in_once(assignment: str) -> None:
    """No hand-in is forgotten, and no two of them are one student."""
    paths = [entry["path"] for entry in listed(assignment)]
    folder = FOLDERS[assignment]
    there = {
        item.relative_to(folder).as_posix()
        for group in folder.iterdir()
        if group.is_dir() and group not in FOLDERS.values()
        for item in group.iterdir()
        if not group.name.startswith(".") and item.name != "__pycache__"
    }
    assert sorted(paths) == sorted(there)
    assert len({student(path) for path in paths}) == len(paths)


@pytest.mark.parametrize(("entry", "exercise"), judged("right"))
def test_a_right_implementation_gets_full_marks(graded: Graded, entry: dict[str, Any], exercise: str) -> None:
    """However it is written: everything that can be earned is earned."""
    said = of(graded(entry), exercise)
    told = "\n".join([entry.get("note", ""), *failures(said)])
    assert said["earned"] == said["out_of"] > 0, told
    assert not said["mistakes"], told


@pytest.mark.parametrize(("entry", "exercise"), judged("wrong"))
def test_a_wrong_implementation_loses_points_and_reads_why(
    graded: Graded, entry: dict[str, Any], exercise: str
) -> None:
    """Something is lost, and a sentence names the cause."""
    said, expected = of(graded(entry), exercise), entry["wrong"][exercise]
    assert said["earned"] < said["out_of"], f"passed, but: {expected['cause']}"
    assert names_its_cause(said, expected["words"]), "\n".join([f"cause: {expected['cause']}", *failures(said)])


@pytest.mark.parametrize(("entry", "exercise"), judged("follows"))
def test_what_follows_from_another_exercise_is_charged_there_alone(
    graded: Graded, entry: dict[str, Any], exercise: str
) -> None:
    """Everything is earned, the report says where the mistake is, and blames no gradient for it."""
    said = of(graded(entry), exercise)
    told = "\n".join([*said["notes"], *failures(said)])
    blamed = [each for each in said["findings"] if each["check"].startswith("gradient") and each["verdict"] == "fail"]
    assert not blamed, told
    assert said["earned"] == said["out_of"] > 0, told
    assert any(f"follows from {entry['follows'][exercise]} (" in note for note in said["notes"]), told


@pytest.mark.parametrize(("entry", "exercise"), judged("open"))
def test_an_open_case_is_right_or_told_why_not(graded: Graded, entry: dict[str, Any], exercise: str) -> None:
    """What the assignment may decide either way is not marked down in silence."""
    said, expected = of(graded(entry), exercise), entry["open"][exercise]
    lost = said["earned"] < said["out_of"]
    assert not lost or names_its_cause(said, expected["words"]), "\n".join(failures(said))


@pytest.mark.parametrize(
    "entry", [pytest.param(entry, id=f"{entry['assignment']}-{student(entry['path'])}") for entry in ENTRIES]
)
def test_what_is_absent_earns_nothing(graded: Graded, entry: dict[str, Any]) -> None:
    """An exercise that was not handed in has no points, and none that stay open."""
    told = verdicts(entry)
    for said in graded(entry)["exercises"]:
        if said["exercise"] not in told and said["findings"]:  # written questions, which a person marks, have none
            assert (said["earned"], said["ungraded"]) == (0, 0), said["exercise"]
