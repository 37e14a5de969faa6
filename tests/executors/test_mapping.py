"""Executors map work over submissions: each once, as it comes, a few ahead, whatever becomes of single ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from machines import Cluster
from trades import Refuses, Shout, Whisper

from grader.batch.cluster import ClusterExecutor
from grader.batch.executor import AHEAD, Executor, Lost
from grader.batch.local import LocalExecutor
from grader.errors import UsageError
from grader.model import Submission


@pytest.fixture(params=["local", "cluster"])
def executor(request: pytest.FixtureRequest) -> Executor:
    """Both kinds, with four submissions at a time."""
    if request.param == "local":
        return LocalExecutor(4)
    made: Cluster = request.getfixturevalue("cluster")
    return made.executor()


def test_every_submission_comes_back_once_with_its_result(executor: Executor) -> None:
    """In whatever order."""
    told = by_student(executor.map(Shout(), students(50)))
    assert {name: said[0] for name, said in told.items()} == {
        each.student: each.student.upper() for each in students(50)
    }


def test_one_whose_work_fails_costs_no_other(executor: Executor) -> None:
    """It is lost, with a sentence that holds no word of a strange program; the trace is for the log."""
    told = by_student(executor.map(Shout({"s3": "raises"}), students(8)))
    lost = told.pop("s3")
    assert isinstance(lost, Lost)
    assert "ValueError" in lost.why
    assert "a word of the student's" not in lost.why
    assert "a word of the student's" in lost.trace
    assert len(told) == 7
    assert [said for said in told.values() if isinstance(said, Lost)] == []


def test_only_a_few_are_read_ahead(executor: Executor, tmp_path: Path) -> None:
    """So that memory does not grow with the class."""
    read: list[str] = []

    def reading() -> Iterator[Submission]:
        for each in students(400):
            read.append(each.student)
            yield each

    for done, _ in enumerate(executor.map(Shout(), reading()), 1):
        assert len(read) - done <= AHEAD * 4 + 1


def test_what_has_not_begun_when_nobody_listens_any_more_is_not_begun(executor: Executor, tmp_path: Path) -> None:
    """Only what was handed out already may end."""
    notes = tmp_path / "notes"
    mapped = executor.map(Shout(notes=notes, seconds=0.05), students(200))
    next(mapped)
    mapped.close()
    assert len(notes.read_text().split()) <= 1 + AHEAD * 4


def test_the_secret_gets_to_the_work(executor: Executor) -> None:
    """Beside the recipe."""
    assert by_student(executor.map(Whisper(), students(3), b"twelve bytes")) == {"s0": 12, "s1": 12, "s2": 12}


def test_a_recipe_that_cannot_be_opened_is_told(executor: Executor) -> None:
    """As it is said where it was tried."""
    with pytest.raises(UsageError, match="there is no such course"):
        list(executor.map(Refuses(), students(3)))


def test_work_is_done_by_the_workers_processes(cluster: Cluster) -> None:
    """By all of them, and not by the one that asks."""
    pids = {said[1] for said in by_student(cluster.executor().map(Shout(seconds=0.05), students(20))).values()}
    assert pids == {worker.pid for worker in cluster.started[1:]}
    assert os.getpid() not in pids


def test_a_result_that_cannot_travel_is_lost(cluster: Cluster) -> None:
    """And costs no other."""
    told = by_student(cluster.executor().map(Shout({"s1": "opaque"}), students(4)))
    assert isinstance(told.pop("s1"), Lost)
    assert [said for said in told.values() if isinstance(said, Lost)] == []


def test_nobody_need_be_there_for_nothing() -> None:
    """A class that is done is done, though there is no scheduler any more."""

    def connect() -> Any:
        raise AssertionError("nothing is to be done")

    assert list(ClusterExecutor(connect).map(Shout(), [])) == []


def students(number: int) -> list[Submission]:
    return [Submission(f"s{each}") for each in range(number)]


def by_student(mapped: Iterator[tuple[Submission, Any]]) -> dict[str, Any]:
    """Each once."""
    told: dict[str, Any] = {}
    for submission, said in mapped:
        assert submission.student not in told
        told[submission.student] = said
    return told
