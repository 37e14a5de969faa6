"""`grader regrade --cluster`: what must be judged or run again is done there, and comes out as it does here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from campus import School
from machines import Cluster

from grader.cli import main

NUMBER = 8
Maker = Callable[..., Cluster]
NOTED = """
from pathlib import Path
from grader.batch import recipe
from grader.grade import examine as right
def examine(grading, task):
    Path({folder!r}, task.submission.student).touch()
    return right(grading, task)
recipe.examine = examine
"""
"""A worker that notes whom it has examined."""
LOSS = "reference/intro/mean_squared_error.py"


@pytest.fixture
def school(tmp_path: Path) -> School:
    """Graded here into "out", and then the course gets a case more."""
    made = School.new(tmp_path, NUMBER)
    code, _, err = made.grade("out")
    assert code == 0, err
    file = tmp_path / "course" / LOSS
    text = file.read_text(encoding="utf-8")
    more = 'Case(lambda rng: {"x": rng.random(3), "y": rng.random(3)}, name="new"), '
    assert text.count("cases=[") == 1
    file.write_text(text.replace("cases=[", f"cases=[{more}"), encoding="utf-8")
    shutil.copytree(tmp_path / "out", tmp_path / "there")
    return made


def test_what_must_be_run_again_runs_on_the_cluster(school: School, fresh: Maker, tmp_path: Path) -> None:
    """Every report and the gradebook as `grader regrade` has them here; tried first, which writes nothing."""
    noted = tmp_path / "noted"
    noted.mkdir()
    (tmp_path / "noting.py").write_text(NOTED.format(folder=str(noted)), encoding="utf-8")
    cluster = fresh()
    cluster.worker(threads=2, options=["--preload", str(tmp_path / "noting.py")])
    before = school.judgements("there")
    code, out, err = school.regrade("there", [*cluster.options(), "--dry-run"])
    assert (code, err) == (0, "")
    assert "dry run: nothing was written" in out
    assert school.judgements("there") == before
    assert len(list(noted.iterdir())) > 0
    for file in noted.iterdir():
        file.unlink()
    code, there, err = school.regrade("there", cluster.options())
    assert (code, err) == (0, "")
    code, here, err = school.regrade("out")
    assert (code, err) == (0, "")
    assert "run again" in here
    assert here.rpartition(";")[0] == there.rpartition(";")[0]
    assert school.judgements("there") == school.judgements("out") != before
    assert school.gradebook("there") == school.gradebook("out")
    wanted = {name for name, report in school.reports("out").items() if not report["refusal"]}
    assert wanted <= {file.name for file in noted.iterdir()}


def test_points_alone_need_no_worker(school: School, fresh: Maker) -> None:
    """A changed rubric is arithmetic: nobody is asked."""
    assert school.regrade("there")[0] == 0
    rubric = school.root / "course" / "rubrics" / "intro.toml"
    text = rubric.read_text(encoding="utf-8")
    rubric.write_text(text.replace("dx = 3", "dx = 5"), encoding="utf-8")
    code, out, err = school.regrade("there", fresh().options())
    assert (code, err) == (0, "")
    assert f"{NUMBER} rescored" in out


@pytest.mark.parametrize("command", ["grade", "regrade"])
@pytest.mark.parametrize("place", ["--cluster", "--slurm"])
def test_jobs_are_of_this_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, place: str) -> None:
    """With a cluster they would say nothing: that is refused in a sentence, before anything is read."""
    folders = [str(tmp_path), "-o", str(tmp_path / "out")] if command == "grade" else [str(tmp_path)]
    assert main([command, *folders, place, "nowhere", "--jobs", "4"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "--jobs is for this machine" in said
    assert ("--nthreads" if place == "--cluster" else "`cores`") in said
