"""Work on one assignment, spread over processes: each of them loads the course once."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from grader.assignment import Assignment
from grader.catalog import Course

Task = TypeVar("Task")
Result = TypeVar("Result")

_loaded: list[Assignment] = []
"""In a process of the crew: the assignment it works on."""


def spread(
    assignment: Assignment, work: Callable[[Assignment, Task], Result], tasks: Iterable[Task], jobs: int
) -> Iterator[Result]:
    """The results of this work, in the order of the tasks; in this process if there is one job only.

    `work` is a function of a module, and tasks and results can be pickled: processes are started afresh, for a fork of
    a process with threads may stand still.
    """
    if jobs == 1:
        yield from (work(assignment, task) for task in tasks)
        return
    context = multiprocessing.get_context("spawn")
    given = (assignment.root, assignment.bundled, assignment.name)
    with ProcessPoolExecutor(jobs, context, initializer=_load, initargs=given) as pool:
        for waiting in [pool.submit(_call, work, task) for task in tasks]:
            yield waiting.result()


def _load(root: Path, bundled: bool, name: str) -> None:  # noqa: FBT001 - handed over by the pool
    _loaded.append(Course(root, bundled=bundled).assignment(name))


def _call(work: Callable[[Assignment, Task], Result], task: Task) -> Result:
    return work(_loaded[0], task)
