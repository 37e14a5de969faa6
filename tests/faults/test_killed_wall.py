"""What runs a submission is killed in mid-job: it is run again elsewhere, and judged as if nothing had happened."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable

import pytest
from disturbed import Class, children, finish, next_line, supervisors, until
from needs import WALLS

KILLS = 3


@pytest.mark.parametrize("wall", WALLS)
def test_a_supervisor_killed_in_mid_job_costs_nobody_anything(
    quiet: Class, disturbed: Callable[[str], Class], wall: str
) -> None:
    """Three times in one batch: the reports are those of a quiet one, byte for byte, and the log holds nothing.

    A container's supervisor is its first process: with it, the container ends.
    """
    school = disturbed(wall)
    school.jobs = 1
    grader = school.begin()
    killed: set[int] = set()
    for _ in range(KILLS):
        one_more(school, grader)  # so that nobody is hit twice
        found = until(lambda: {pid for pid in supervisors(grader, wall) if children(pid)}, grader)
        killed.add(victim := found.pop())
        os.kill(victim, signal.SIGKILL)
        until(lambda: set(supervisors(grader, wall)) - killed, grader)
    code, _, err = finish(grader)
    assert code == 0, err
    assert len(killed) == KILLS
    assert school.judgements() == quiet.judgements()
    assert school.rows() == quiet.rows()
    assert not (school.out / "faults.log").exists()


def test_where_every_supervisor_is_killed_points_stay_open_and_the_next_run_grades(
    quiet: Class, disturbed: Callable[[str], Class]
) -> None:
    """No zero, no lost submission, exit code 3, blank cells, and the log says what happened."""
    school = disturbed("kernel")
    grader = school.begin()
    next_line(grader)
    while grader.poll() is None:
        for pid in supervisors(grader, "kernel"):
            if children(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    code, _, err = finish(grader)
    assert (code, err.count("Traceback")) == (3, 0), err
    assert set(school.rows()) == set(quiet.rows())
    opened = {student for student, row in school.rows().items() if row[2] != "0"}
    assert opened
    for student, (earned, _, ungraded, cell) in school.rows().items():
        assert float(earned) + float(ungraded) >= float(quiet.rows()[student][0])
        assert (cell == "") == (ungraded == "10")
        verdicts = {finding["verdict"] for each in school.report(student)["exercises"] for finding in each["findings"]}
        assert ("ungraded" in verdicts) == (student in opened)
    log = (school.out / "faults.log").read_text(encoding="utf-8")
    assert all(f"{student}" in log for student in opened)
    assert "supervisor" in log
    assert school.grade()[0] == 0
    assert school.judgements() == quiet.judgements()
    assert not (school.out / "faults.log").exists()


def one_more(school: Class, grader: subprocess.Popen[str]) -> None:
    """Waits for a report that is not there yet."""
    done = len(school.judgements())
    until(lambda: len(school.judgements()) > done, grader)
