"""Gradescope: `results.json` by its specification, and an autograder that runs as Gradescope would run it."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docker.errors import ImageNotFound
from term import WRONG
from test_exports import OPEN, WRONGS, exercise, finding, report

from grader.cli import main
from grader.errors import WallError
from grader.model import ExerciseReport, Verdict
from grader.report import gradescope
from grader.sandbox.engine import connect

FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITIES = {"visible", "hidden", "after_due_date", "after_published"}
TOP = {
    *("score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility"),
    *("stdout_visibility", "extra_data", "tests", "leaderboard"),
}
TEST = {
    *("score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility"),
    "extra_data",
}
METADATA: dict[str, Any] = {
    "id": 123456,
    "created_at": "2018-08-01T14:22:32.365935-07:00",
    "assignment": {"due_date": "2018-07-31T23:00:00.000000-07:00", "late_due_date": None, "total_points": "20.0"},
    "submission_method": "upload",
    "users": [{"email": "student@example.com", "id": 1234, "name": "Student User"}],
    "previous_submissions": [{"submission_time": "2017-04-06T14:24:48.087023-07:00", "score": 0.0, "results": {}}],
}


def checked(text: str) -> dict[str, Any]:
    """Nothing but what the specification knows, with values that it allows."""
    results: dict[str, Any] = json.loads(text)
    assert set(results) <= TOP
    assert isinstance(results["output"], str)
    assert results["output_format"] in FORMATS
    assert {results[key] for key in ("visibility", "stdout_visibility") if key in results} <= VISIBILITIES
    assert isinstance(results.get("execution_time", 0), int | float)
    for test in results.get("tests", ()):
        assert set(test) <= TEST
        assert test["status"] in {"passed", "failed"}
        assert test["visibility"] in VISIBILITIES
        assert {test["name_format"], test["output_format"]} <= FORMATS
        assert 0 <= test["score"] <= test["max_score"]
        assert all(isinstance(tag, str) for tag in test["tags"])
    if "tests" in results:
        assert results["score"] == pytest.approx(sum(test["score"] for test in results["tests"]))
    return results


def test_tests_are_passed_or_failed_with_their_points():
    """Per check; what was not counted is said to be so; nothing hides a control character."""
    results = checked(gradescope.write(WRONGS))
    (test,) = results["tests"]
    assert (test["score"], test["max_score"], test["status"]) == (1, 3, "failed")
    assert "tiny: not reached (not counted)" in test["output"]
    assert test["output"].startswith("Likely cause: ")
    assert not set(test["output"]) & set("\x00\x1b\u202e")
    assert results["score"] == 1


@pytest.mark.parametrize("hidden", sorted(VISIBILITIES))
def test_hidden_cases_are_tests_of_their_own(hidden):
    """With the visibility that was chosen, and with nothing of them in what is shown before."""
    secret = finding(Verdict.FAIL, "hidden words", visible=False)
    results = checked(gradescope.write(report(exercise(finding(Verdict.PASS, ""), secret)), hidden=hidden))
    assert [test["visibility"] for test in results["tests"]] == ["visible", hidden]
    assert [test["status"] for test in results["tests"]] == ["passed", "failed"]
    shown = results["output"] + results["tests"][0]["output"]
    assert "hidden words" not in shown
    if hidden != "visible":
        assert results["output"] in {
            "Tests on hidden cases, and the total, show after the due date.",
            "Tests on hidden cases, and the total, show when grades are published.",
            "",
        }


def test_what_broke_has_no_score():
    """Neither a score nor tests, so that Gradescope says that the autograder failed; a sentence for the student."""
    results = checked(gradescope.write(OPEN, metadata=METADATA))
    assert not {"score", "tests"} & set(results)
    assert results["output"].startswith("This submission could not be graded")


def test_what_a_person_marks_is_said_to_come():
    """The score is what is earned by now: Gradescope adds a person's points."""
    written = ExerciseReport("why", "Why?", 0.0, 2.0, 2.0, "", notes=("not marked yet",))
    results = checked(gradescope.write(report(exercise(finding(Verdict.PASS, "")), written)))
    assert results["score"] == 1
    assert "2 points more are given by a person." in results["output"]


def test_a_refused_submission_earns_nothing_and_is_told_why():
    """A zero with its reason."""
    refused = replace(report(ExerciseReport("mse", "", 0.0, 3.0, 0.0, "")), refusal="It is empty.")
    results = checked(gradescope.write(refused))
    assert (results["score"], results["tests"][0]["max_score"]) == (0, 3)
    assert results["output"].startswith("It is empty.")


def test_lateness_and_attempts_come_from_the_metadata():
    """From `created_at`; a student's own date counts before the assignment's; nonsense counts for nothing."""
    results = checked(gradescope.write(WRONGS, metadata=METADATA))
    assert results["extra_data"]["attempt"] == 2
    assert results["extra_data"]["late_seconds"] == 55352
    assert "Handed in 15 hours 22 minutes after the due date." in results["output"]
    extended = {"assignment": {"due_date": "2018-08-02T00:00:00.000000-07:00"}}
    results = checked(gradescope.write(WRONGS, metadata=METADATA | {"users": [extended]}))
    assert results["extra_data"]["late_seconds"] == 0
    nonsense = {"created_at": 7, "assignment": "x", "users": 3, "previous_submissions": {}}
    assert checked(gradescope.write(WRONGS, metadata=nonsense))["extra_data"]["attempt"] == 1


# ---------------------------------------------------------------- the autograder


ATTACK = """
import os
said = []
for path in (
    "/autograder/source/course/reference/intro/mean_squared_error.py",
    "/autograder/source/course/.grader-secret",
    "/autograder/submission_metadata.json",
    "/autograder/results/results.json",
):
    try:
        said.append("READ " + open(path).read()[:30])
    except BaseException as error:
        said.append(type(error).__name__)
for path in ("/autograder/results/results.json", "/autograder/source/x", "/opt/grader/x"):
    try:
        open(path, "w").write('{"score": 100}')
        said.append("WROTE " + path)
    except BaseException as error:
        said.append(type(error).__name__)
try:
    said.append(f"uid {os.getuid()}")
except BaseException as error:
    said.append(type(error).__name__)

def mse_loss(x, y):
    print("|".join(said))
    return 0.0, x
"""


@pytest.fixture(scope="module")
def autograder(tmp_path_factory, course):
    """The zip."""
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    assert main(["gradescope", "zip", "intro", "--course", str(course), "-o", str(path)]) == 0
    return path


def test_the_zip_is_laid_out_as_gradescope_wants(autograder, course):
    """Both scripts at the root, executable, with a shebang; this assignment, its secret, and no other course."""
    with zipfile.ZipFile(autograder) as archive:
        names = set(archive.namelist())
        for script in ("setup.sh", "run_autograder"):
            info = archive.getinfo(script)
            assert info.external_attr >> 16 & 0o111 == 0o111
            assert archive.read(script).startswith(b"#!/usr/bin/env bash\n")
            assert b"\r" not in archive.read(script)
        assert archive.read("course/.grader-secret").strip() == (course / ".grader-secret").read_bytes().strip()
        assert b"pyyaml" in archive.read("requirements.txt")
        assert b"could not be graded" in archive.read("run_autograder")
    assert {name.split("/")[0] for name in names} == {
        *("setup.sh", "run_autograder", "requirements.txt", "settings.json", "grader", "course"),
    }
    assert "course/reference/intro/mean_squared_error.py" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("grader/course/")]


def test_the_same_assignment_is_the_same_zip(autograder, course, tmp_path):
    """So that a change is a change."""
    assert main(["gradescope", "zip", "intro", "--course", str(course), "-o", str(tmp_path / "again.zip")]) == 0
    assert (tmp_path / "again.zip").read_bytes() == autograder.read_bytes()


class Container:
    """A root with /autograder and /opt of its own, as Gradescope's container has."""

    def __init__(self, folder: Path, zipped: Path, opt: Path) -> None:
        self.folder = folder
        opt.mkdir(exist_ok=True)
        (folder / "opt").symlink_to(opt)
        for name in ("autograder/source", "autograder/submission", "tmp"):
            (folder / name).mkdir(parents=True)
        with zipfile.ZipFile(zipped) as archive:
            archive.extractall(folder / "autograder/source")
        shutil.copy(folder / "autograder/source/run_autograder", folder / "autograder/run_autograder")
        (folder / "autograder/run_autograder").chmod(0o755)
        (folder / "autograder/submission_metadata.json").write_text(json.dumps(METADATA))

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        shown = [word for name in ("/usr", "/etc", "/sys") for word in ("--ro-bind", name, name)]
        for name in ("/bin", "/lib", "/lib64", "/sbin"):
            target = os.path.realpath(name)
            shown += ["--symlink", target.removeprefix("/"), name] if target != name else ["--ro-bind-try", name, name]
        own = [
            word for name in ("opt", "autograder", "tmp") for word in ("--bind", str(self.folder / name), f"/{name}")
        ]
        rest = ["--dev-bind", "/dev", "/dev", "--proc", "/proc", "--tmpfs", "/root", "--ro-bind-try", "/run", "/run"]
        fenced = ["bwrap", *shown, *rest, *own, "--chdir", "/autograder", "--", *words]
        return subprocess.run(fenced, capture_output=True, text=True, check=False, timeout=600)

    def grade(self, code: str) -> dict[str, Any]:
        (self.folder / "autograder/submission/mine.py").write_text(code)
        done = self.call("/autograder/run_autograder")
        self.said = done.stdout + done.stderr
        assert done.returncode == 0, self.said
        return checked((self.folder / "autograder/results/results.json").read_text())


@pytest.fixture(scope="module")
def container(tmp_path_factory, autograder):
    """Set up as Gradescope sets it up: setup.sh as root, with packages from the index."""
    if os.geteuid() != 0 or shutil.which("bwrap") is None:
        needed = "needs root and bubblewrap, to stand for Gradescope's container"
        pytest.fail(needed) if os.environ.get("CI") else pytest.skip(needed)
    ours = tmp_path_factory.getbasetemp()
    shared = ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours
    made = Container(tmp_path_factory.mktemp("container"), autograder, shared / "opt")
    with (shared / "opt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes side by side set it up once
        if not (shared / "opt" / "done").exists():
            done = made.call("bash", "/autograder/source/setup.sh")
            assert done.returncode == 0, done.stdout + done.stderr
            (shared / "opt" / "done").touch()
    return made


def test_gradescopes_container_grades(container, right):
    """Full marks, none, lateness; what is printed is for the instructor."""
    results = container.grade(right)
    assert results["score"] == 10
    assert all(test["status"] == "passed" for test in results["tests"])
    assert {test["visibility"] for test in results["tests"]} == {"visible", "after_due_date"}
    assert results["extra_data"]["wall"] in {"bubblewrap", "kernel"}
    assert "student@example.com" in container.said
    results = container.grade(WRONG)
    assert results["score"] == 0
    assert results["extra_data"]["late_seconds"] == 55352


def test_a_submission_there_reads_and_writes_nothing_of_ours(container):
    """Neither solution nor secret nor results; it is not root; its forgery is not in the results."""
    results = container.grade(ATTACK)
    assert results["score"] == 0
    assert "|" in container.said
    assert "READ" not in container.said
    assert "WROTE" not in container.said
    assert "uid 0" not in container.said


def test_whatever_breaks_there_is_no_zero(container, right):
    """A course that does not load, settings that are gone, an environment that does not start."""
    source, script = container.folder / "autograder/source", container.folder / "autograder/run_autograder"
    for broken in (source / "course/rubrics/intro.toml", source / "settings.json", script):
        whole = broken.read_text()
        broken.write_text(
            whole.replace("/opt/grader/bin/python", "/opt/nowhere") if broken is script else "= no TOML, no JSON"
        )
        results = container.grade(right)
        broken.write_text(whole)
        assert not {"score", "tests"} & set(results), broken
        assert "could not be graded" in results["output"]
    assert container.grade(right)["score"] == 10


@pytest.mark.engine
def test_an_ordinary_container_has_what_it_takes(container, right):
    """Gradescope's are Docker's: its own list of system calls and capabilities, no namespaces to be had, no network."""
    try:
        engine = connect()
    except WallError as error:
        pytest.fail(str(error)) if os.environ.get("CI") else pytest.skip(str(error))
    image = f"grader-formats-test:{os.getpid()}"
    places = {
        str((container.folder / name).resolve()): {"bind": f"/{name}", "mode": "rw"} for name in ("autograder", "opt")
    }
    places |= {name: {"bind": name, "mode": "ro"} for name in ("/usr", "/etc")}
    try:
        engine.api.import_image_from_data(_links(), repository=image.split(":", maxsplit=1)[0], tag=image.split(":")[1])
        for code, score in ((right, 10), (ATTACK, 0)):
            (container.folder / "autograder/submission/mine.py").write_text(code)
            said = engine.containers.run(
                image, "/autograder/run_autograder", volumes=places, network_mode="none", remove=True, stderr=True
            ).decode()
            results = checked((container.folder / "autograder/results/results.json").read_text())
            assert results["score"] == score, said
            assert not {"READ", "WROTE"} & set(re.findall(r"\w+", said))
    finally:
        with contextlib.suppress(ImageNotFound):
            engine.images.remove(image, force=True)
        engine.close()


def _links() -> bytes:
    """A root file system with nothing but the ways into /usr."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name in ("usr", "etc", "tmp", "proc", "sys", "dev", "opt", "autograder", "root", "run"):
            made = tarfile.TarInfo(name)
            made.type, made.mode = tarfile.DIRTYPE, 0o1777 if name == "tmp" else 0o755
            archive.addfile(made)
        for name in ("bin", "sbin", "lib", "lib64"):
            made = tarfile.TarInfo(name)
            made.type, made.linkname = tarfile.SYMTYPE, os.path.realpath(f"/{name}").lstrip("/")
            archive.addfile(made)
    return data.getvalue()
