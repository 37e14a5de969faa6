"""`grader grade --cluster`: the same reports as here, whoever dies meanwhile; no wire lies open unasked."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from campus import School
from machines import Cluster, make_certificates, tls_options, until

NUMBER = 24
Maker = Callable[..., Cluster]
HOLE = """
import os, signal
from grader.batch import recipe
from grader.grade import examine as right
def examine(grading, task):
    if task.submission.student == "s003":
        os.kill(os.getpid(), signal.SIGKILL)
    return right(grading, task)
recipe.examine = examine
"""
"""As if one hand-in could reach through the wall."""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Graded here, in "out", as it is when nothing happens."""
    made = School.new(tmp_path_factory.mktemp("campus"), NUMBER)
    code, _, err = made.grade("out")
    assert code == 0, err
    return made


def test_a_class_is_told_the_same_as_here_though_a_worker_is_killed_on_the_way(school: School, fresh: Maker) -> None:
    """Every report and the gradebook, to the byte, but for how they came about."""
    cluster = fresh()
    victim, other = cluster.worker(threads=2), cluster.worker(threads=2)
    grader = school.begin("killed", cluster.options())
    until(lambda: supervisors(victim), cluster.said)
    assert "[4/" in next(line for line in grader.stdout or () if "[4/" in line)
    victim.kill()
    _, err = grader.communicate()
    assert (grader.returncode, err) == (0, "")
    assert other.poll() is None
    assert school.judgements("killed") == school.judgements("out")
    assert school.gradebook("killed") == school.gradebook("out")
    assert fingerprints(school, "killed") == fingerprints(school, "out")
    until(lambda: not supervisors(other), cluster.said)


def test_a_hand_in_that_kills_workers_is_left_for_a_person(school: School, fresh: Maker, tmp_path: Path) -> None:
    """Its points stay open, its report says so, the exit code is 3; all others are told what they are told here."""
    (tmp_path / "hole.py").write_text(HOLE, encoding="utf-8")
    cluster = fresh()
    for _ in range(3):
        cluster.worker(threads=2, options=["--preload", str(tmp_path / "hole.py")])
    code, _, err = school.grade("hole", cluster.options())
    assert (code, err) == (3, "")
    told, expected = school.judgements("hole"), school.judgements("out")
    assert {name for name in told if told[name] != expected[name]} == {"s003"}
    assert told.keys() == expected.keys()
    report = school.reports("hole")["s003"]
    assert (report["earned"], report["ungraded"], report["out_of"]) == (0, 10, 10)
    assert {each["verdict"] for each in report["exercises"][0]["findings"]} == {"ungraded"}
    why = "2 workers died while they had it, the second time with nothing else in their hands"
    assert report["exercises"][0]["notes"] == [f"Not graded, for a person to look at: {why}."]
    assert "s003,0,10,10," in school.gradebook("hole").decode().splitlines()
    assert "s003: 2 workers died" in (school.root / "hole" / "faults.log").read_text(encoding="utf-8")


def test_a_driver_that_is_killed_loses_nothing(school: School, fresh: Maker) -> None:
    """The workers close their walls at once; the same command goes on with what is not done."""
    cluster = fresh()
    worker = cluster.worker()
    grader = school.begin("again", cluster.options())
    assert next(line for line in grader.stdout or () if "[5/" in line)
    grader.kill()
    grader.communicate()
    until(lambda: not supervisors(worker), cluster.said)
    kept = {file: file.stat().st_mtime_ns for file in (school.root / "again").glob("*/report.json")}
    assert 5 <= len(kept) < NUMBER
    code, _, err = school.grade("again", cluster.options())
    assert (code, err) == (0, "")
    assert school.judgements("again") == school.judgements("out")
    assert {file: file.stat().st_mtime_ns for file in kept} == kept


def test_interrupted_it_ends_at_once_and_workers_stop(school: School, fresh: Maker) -> None:
    """As without a cluster."""
    cluster = fresh()
    worker = cluster.worker()
    grader = school.begin("interrupted", cluster.options())
    assert next(line for line in grader.stdout or () if "[3/" in line)
    grader.send_signal(signal.SIGTERM)
    _, err = grader.communicate()
    assert grader.returncode == 128 + signal.SIGTERM
    assert err == "interrupted; run the same command again to go on\n"
    until(lambda: not supervisors(worker), cluster.said)


def test_an_open_wire_is_refused_unless_it_is_asked_for_by_name(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, which says what to do; with the option it works."""
    with Cluster(tmp_path) as cluster:
        cluster.worker(threads=2)
        code, _, err = school.grade("open", cluster.options())
        assert code == 2
        assert err.count("\n") == 1
        assert "is not encrypted" in err
        assert "docs/cluster.md" in err
        assert "--insecure-cluster" in err
        code, _, err = school.grade("open", [*cluster.options(), "--insecure-cluster"])
        assert (code, err) == (0, "")
    assert school.judgements("open") == school.judgements("out")


def test_certificates_of_another_authority_open_nothing(school: School, fresh: Maker, tmp_path: Path) -> None:
    """Nor do none at all."""
    cluster = fresh()
    strange = make_certificates(tmp_path / "strange")
    code, _, err = school.grade("never", ["--cluster", cluster.address, *tls_options(strange)])
    assert (code, err.count("\n")) == (2, 1)
    assert f"no scheduler answers at {cluster.address}" in err
    code, _, err = school.grade("never", ["--cluster", cluster.address])
    assert (code, err.count("\n")) == (2, 1)
    assert "tls://… needs --tls-ca FILE" in err
    code, _, err = school.grade("never", ["--cluster", cluster.address.replace("tls", "tcp"), "--insecure-cluster"])
    assert (code, err.count("\n")) == (2, 1)


def test_a_file_says_it_all_and_no_worker_leaves_points_open(school: School, fresh: Maker, certificates: Path) -> None:
    """Exit code 3, the sentence in every report; then, with a worker, the same command grades them."""
    cluster = fresh()
    settings = certificates / "cluster.toml"
    files = 'ca = "ca.pem"\ncert = "cert.pem"\nkey = "key.pem"\n'
    settings.write_text(f'address = "{cluster.address}"\n{files}patience = 0.01\n', encoding="utf-8")
    code, _, err = school.grade("late", ["--cluster", str(settings)])
    assert code == 3
    assert err == "cluster: no worker is there; waiting up to 0.01 minutes\n"
    for report in school.reports("late").values():
        assert report["ungraded"] == report["out_of"] == 10
        assert report["earned"] == 0
        why = "no worker was there for 0.01 minutes"
        assert report["exercises"][0]["notes"] == [f"Not graded, for a person to look at: {why}."]
    settings.write_text(f'address = "{cluster.address}"\n{files}patience = 1\n', encoding="utf-8")
    cluster.worker(threads=2)
    code, _, err = school.grade("late", ["--cluster", str(settings)])
    assert (code, err) == (0, "")
    assert school.judgements("late") == school.judgements("out")


def test_a_worker_with_another_course_is_told(school: School, fresh: Maker, tmp_path: Path) -> None:
    """The rubric changes between the driver's look and the worker's."""
    cluster = fresh()
    rubric = school.root / "course" / "rubrics" / "intro.toml"
    before = rubric.read_text(encoding="utf-8")
    grader = school.begin("other", cluster.options())
    try:
        until(lambda: "Receive client connection" in cluster.said(), cluster.said)
        rubric.write_text(before + "\n# changed\n", encoding="utf-8")
        cluster.worker()
        _, err = grader.communicate()
    finally:
        rubric.write_text(before, encoding="utf-8")
    assert grader.returncode == 2
    assert "holds another intro than the course of whoever asks" in err
    assert school.reports("other") == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("address = 3\n", ":1: `address`: input should be a valid string"),
        ('\nadress = "tls://x:1"\n', ":2: `adress`: no such key is known here"),
        ("address = \n", ":1: this is not TOML"),
        ('address = "head:8786"\n', "'head:8786' is no scheduler's address: it looks like tls://host:8786"),
        ('address = "tls://head:8786"\nca = "nowhere.pem"\n', "nowhere.pem is no file"),
    ],
)
def test_settings_that_cannot_be_are_told_with_their_line(
    school: School, tmp_path: Path, text: str, sentence: str
) -> None:
    """In one sentence."""
    file = tmp_path / "cluster.toml"
    file.write_text(text, encoding="utf-8")
    code, _, err = school.grade("never", ["--cluster", str(file)])
    assert (code, err.count("\n")) == (2, 1)
    assert sentence in err


def fingerprints(school: School, out: str) -> dict[str, str]:
    """By which the next run knows what need not be done again."""
    return {name: report["run"]["fingerprint"] for name, report in school.reports(out).items()}


def supervisors(worker: subprocess.Popen[bytes]) -> list[int]:
    """Of the walls that this process has raised."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            if parent == worker.pid and b"inside.supervisor" in (status.parent / "cmdline").read_bytes():
                found.append(int(status.parent.name))
        except OSError:  # it has just ended
            continue
    return found
