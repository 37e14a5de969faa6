"""The grader is killed, or asked to end: what was finished is whole, nothing is left, and the same command goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from disturbed import Class, containers, drawn_moments, finish, kill_after, next_line, until, watched
from needs import WALLS

KILLS = int(os.environ.get("GRADER_TEST_KILLS", "4"))
"""Behind each wall; more are drawn for an hour's trial by hand."""
ENDINGS = [(wall, signal.SIGTERM) for wall in ("bubblewrap", "process")]
ENDINGS += [("kernel", number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]


@pytest.mark.parametrize("wall", WALLS)
def test_killed_at_any_moment_it_leaves_nothing_after_the_next_start(
    quiet: Class, disturbed: Callable[[str], Class], wall: str
) -> None:
    """No process, mount, folder or container; whatever stands in the output folder is whole, and is completed."""
    school = disturbed(wall)
    started = time.monotonic()
    assert school.grade()[0] == 0
    longest = time.monotonic() - started
    with watched(school.temporary) as left:
        graders = []
        for number, moment in enumerate(drawn_moments(len(wall), KILLS, longest)):
            school.out = school.out.with_name(f"out{number}")
            graders.append(school.begin())
            kill_after(graders[-1], moment)
            assert_whole(school, quiet)
        code, _, err = school.grade()
        assert (code, err.count("Traceback")) == (0, 0), err
        assert school.judgements() == quiet.judgements()
        until(lambda: not left(), what=left)
        if wall == "docker":
            assert [name for grader in graders for name in containers(grader)] == []
        assert not [entry for entry in school.out.iterdir() if entry.name.startswith(".")]


@pytest.fixture
def not_nohup() -> Iterator[None]:
    """A hangup is heard by the grader though these tests were started by `nohup`, which everything below inherits."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("not_nohup")
@pytest.mark.parametrize(("wall", "number"), [*ENDINGS, pytest.param("docker", 15, marks=pytest.mark.engine)])
def test_asked_to_end_it_tidies_up_at_once_and_the_next_run_goes_on(
    quiet: Class, disturbed: Callable[[str], Class], wall: str, number: int
) -> None:
    """Ctrl-C, a batch system's kill and a closed terminal alike; the exit code says which."""
    school = disturbed(wall)
    school.jobs = 1
    with watched(school.temporary) as left:
        grader = school.begin()
        assert "[1/10]" in next_line(grader)
        grader.send_signal(number)
        code, _, err = finish(grader)
        assert code == 128 + number
        assert err.splitlines()[-1] == "interrupted; run the same command again to go on"
        assert "Traceback" not in err
        assert left() == []
        if wall == "docker":
            assert containers(grader) == []
        kept = assert_whole(school, quiet)
        assert kept
        assert set(school.rows()) >= set(kept)
        assert school.grade()[0] == 0
        assert left() == []
    assert school.judgements() == quiet.judgements()
    assert school.rows() == quiet.rows()


def test_the_class_of_a_killed_demo_is_swept_by_whatever_starts_next(disturbed: Callable[[str], Class]) -> None:
    """Another command behind another wall; the folder of a demo that runs meanwhile stays."""
    school = disturbed("process")
    command = [sys.executable, "-m", "grader", "demo", "--wall", "kernel", "-o", str(school.out)]
    environment = {**os.environ, **school.environment}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with watched(school.temporary) as left:
        killed = subprocess.Popen(command, **quiet)
        until(lambda: list(school.temporary.glob("grader-demo.*/*")), killed)
        killed.kill()
        killed.wait()
        assert left()
        with subprocess.Popen(command, **quiet) as living:
            until(lambda: len(list(school.temporary.glob(f"grader-demo.*.{living.pid}.*/*"))) > 3, living)
            school.out = school.out.with_name("other")
            assert school.grade()[0] == 0
            demos = list(school.temporary.glob("grader-demo.*"))
            assert [folder.name.split(".")[3] for folder in demos] == [str(living.pid)]
            living.terminate()
        assert left() == []


def test_a_worker_without_a_wall_ends_with_its_grader(disturbed: Callable[[str], Class]) -> None:
    """Whatever it is at: nothing of one's own code runs on when the grader is killed."""
    school = disturbed("process")
    school.entries = school.out.with_name("endless")
    school.hand_in("eve", "def mse_loss(x, y):\n    open('reached', 'w').close()\n    while True: pass\n")
    with watched(school.temporary) as left:
        grader = school.begin()
        until(lambda: list(school.temporary.glob("grader-process.*/reached")), grader)
        kill_after(grader, 0.0)
        until(lambda: not [line for line in left() if "inside.worker" in line], what=left)


def test_a_signal_that_somebody_ignores_stays_ignored(quiet: Class, disturbed: Callable[[str], Class]) -> None:
    """`nohup grader grade …` goes on when its terminal is closed."""
    school = disturbed("kernel")
    command = ["nohup", *school.command()]
    with subprocess.Popen(
        command, env={**os.environ, **school.environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as grader:
        next_line(grader)
        grader.send_signal(signal.SIGHUP)
        assert finish(grader)[0] == 0
    assert school.judgements() == quiet.judgements()


def assert_whole(school: Class, quiet: Class) -> dict[str, str]:
    """Whatever is there can be read and says what it would have said undisturbed."""
    found = school.judgements()
    assert found.items() <= quiet.judgements().items()
    for page in school.out.glob("*/report.html"):
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    if (school.out / "grades.csv").exists():
        assert school.rows().items() <= quiet.rows().items()
    return found
