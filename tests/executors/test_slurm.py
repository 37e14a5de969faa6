"""`grader grade --slurm`: a class graded by jobs that were really submitted, to a real Slurm of one node."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from campus import School
from machines import until

JOBS = """
workers = 2
cores = 1
memory = "1GB"
walltime = "00:10:00"
interface = "lo"
patience = 5
shared = "shared"
logs = "logs"
extra = ["--comment={mark}"]
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Graded here, in "out", as it is when nothing happens."""
    made = School.new(tmp_path_factory.mktemp("campus"), 24)
    code, _, err = made.grade("out")
    assert code == 0, err
    return made


@pytest.fixture
def settings(school: School, tmp_path: Path) -> Path:
    """Two jobs on this machine."""
    file = tmp_path / "slurm.toml"
    file.write_text(JOBS.format(mark=mark_of(file)), encoding="utf-8")
    return file


@pytest.fixture
def slurm(settings: Path) -> Iterator[None]:
    """A Slurm that answers: without one the test fails in CI and is skipped elsewhere. No job of a test outlives it."""
    if shutil.which("sinfo") is None or run("sinfo", "--noheader").returncode != 0:
        need = "needs a Slurm that answers; for tests, `sudo scripts/slurm` starts one"
        if os.environ.get("CI"):
            pytest.fail(need)
        pytest.skip(need)
    yield
    run("scancel", *jobs(settings))


@pytest.mark.slurm
def test_a_class_is_told_the_same_by_jobs_as_here(slurm: None, school: School, settings: Path) -> None:
    """Over TLS; then no job is left, and no key."""
    code, _, err = school.grade("jobs", ["--slurm", str(settings)])
    assert (code, but_for_waiting(err)) == (0, "")
    assert school.judgements("jobs") == school.judgements("out")
    assert school.gradebook("jobs") == school.gradebook("out")
    until(lambda: not jobs(settings))
    assert list((settings.parent / "shared").iterdir()) == []
    logs = [file.read_text(encoding="utf-8") for file in (settings.parent / "logs").iterdir()]
    assert any("tls://" in log for log in logs)
    assert not any("tcp://" in log for log in logs)


@pytest.mark.slurm
def test_a_job_that_is_cancelled_takes_nothing_along(slurm: None, school: School, settings: Path) -> None:
    """The other job does what it had."""
    grader = school.begin("cancelled", ["--slurm", str(settings)])
    assert next(line for line in grader.stdout or () if "[3/" in line)
    run("scancel", jobs(settings)[0])
    _, err = grader.communicate()
    assert (grader.returncode, but_for_waiting(err)) == (0, "")
    assert school.judgements("cancelled") == school.judgements("out")


@pytest.mark.slurm
def test_jobs_of_a_killed_grader_end_by_themselves(slurm: None, school: School, settings: Path) -> None:
    """What it left of its credentials goes with the next run, which goes on."""
    grader = school.begin("killed", ["--slurm", str(settings)])
    assert next(line for line in grader.stdout or () if "[3/" in line)
    grader.kill()
    grader.communicate()
    until(lambda: not jobs(settings))
    code, _, err = school.grade("killed", ["--slurm", str(settings)])
    assert (code, but_for_waiting(err)) == (0, "")
    assert school.judgements("killed") == school.judgements("out")
    assert list((settings.parent / "shared").iterdir()) == []


@pytest.mark.slurm
def test_what_slurm_would_not_take_is_told_at_once(slurm: None, school: School, settings: Path) -> None:
    """In Slurm's own words."""
    settings.write_text('workers = 1\ninterface = "lo"\npartition = "nowhere"\n', encoding="utf-8")
    code, _, err = school.grade("never", ["--slurm", str(settings)])
    assert (code, err.count("\n")) == (2, 1)
    assert "Slurm does not take such jobs" in err
    assert "invalid partition specified: nowhere" in err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ":1: `workers`: field required"),
        ("workers = 0\n", ":1: `workers`: input should be greater than or equal to 1"),
        ('workers = 1\n\nnodes = "all"\n', ":3: `nodes`: no such key is known here; known are workers, cores"),
        ('workers = 1\nextra = ["-p x\\n#SBATCH -A y"]\n', ":2: `extra.0`: string should match pattern"),
    ],
)
def test_settings_that_cannot_be_are_told_with_their_line(
    school: School, settings: Path, text: str, sentence: str
) -> None:
    """In one sentence, before anything is submitted."""
    settings.write_text(text, encoding="utf-8")
    code, _, err = school.grade("never", ["--slurm", str(settings)])
    assert (code, err.count("\n")) == (2, 1)
    assert f"{settings}{sentence}" in err


def test_where_no_jobs_can_be_submitted_that_is_told(
    school: School, settings: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One sentence."""
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = school.grade("never", ["--slurm", str(settings)])
    assert (code, err.count("\n")) == (2, 1)
    assert "--slurm needs sbatch" in err


def jobs(settings: Path) -> list[str]:
    """Numbers of this test's jobs that have not ended; others may run beside it."""
    lines = run("squeue", "--noheader", "--format=%i %k").stdout.splitlines()
    return [line.split()[0] for line in lines if line.endswith(f" {mark_of(settings)}")]


def mark_of(settings: Path) -> str:
    return hashlib.sha256(str(settings).encode()).hexdigest()[:12]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def but_for_waiting(err: str) -> str:
    """Jobs may take their time on a busy machine, which is told."""
    return err.replace("cluster: no worker is there; waiting up to 5 minutes\n", "")
