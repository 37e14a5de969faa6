"""Where a class is graded or regraded: in this process, or by the workers of a cluster, as these options tell."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from grader.assignment import Assignment
from grader.batch.executor import Executor
from grader.batch.local import LocalExecutor
from grader.batch.recipe import Here, NoWall, elsewhere, examinations, grading_of
from grader.errors import UsageError
from grader.grade import Examination, Grading, Task
from grader.sandbox.limits import Limits
from grader.sandbox.walls import Postponed, Wall, choose


def add_workplace(parser: argparse.ArgumentParser) -> None:
    """--jobs, --cluster, --slurm, and how to reach them."""
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="submissions at a time, on this machine (default: one per processor)"
    )
    places = parser.add_mutually_exclusive_group()
    places.add_argument(
        "--cluster", metavar="WHERE", help="grade on a Dask cluster: tls://host:port, or a TOML file that says more"
    )
    places.add_argument("--slurm", type=Path, metavar="FILE", help="grade on Slurm's nodes: a TOML file says which")
    for name, what in (("ca", "the authority's certificate"), ("cert", "your certificate"), ("key", "its key")):
        parser.add_argument(f"--tls-{name}", type=Path, metavar="FILE", help=f"--cluster: {what}, PEM")
    parser.add_argument(
        "--insecure-cluster", action="store_true", help="--cluster: accept tcp://, where everything lies open"
    )


def check_workplace(options: argparse.Namespace) -> None:
    """UsageError if what is asked for cannot be: to be told before anything is read."""
    if options.jobs is not None and options.jobs < 1:
        raise UsageError(f"--jobs {options.jobs}: at least one submission must be graded at a time")
    if options.jobs is not None and (options.cluster or options.slurm):
        own = "`cores` in its file says" if options.slurm else "its threads say (--nthreads)"
        raise UsageError(f"--jobs is for this machine: leave it out; how many a worker grades at a time, {own}")


Spread: TypeAlias = Callable[[Iterable[Task]], Iterator[Examination]]


@contextmanager
def workplace(
    options: argparse.Namespace, assignment: Assignment, *, postponed: bool = False
) -> Iterator[tuple[Grading, Spread]]:
    """What the class is graded with, and what does it.

    `postponed`: a wall of this process is raised when something is to be run, and that it cannot be is told at the end.
    """
    if not (options.cluster or options.slurm):
        with _wall(options, assignment, postponed=postponed) as wall:
            grading = grading_of(assignment, wall, Limits())
            threads = LocalExecutor(options.jobs or os.cpu_count() or 1)
            yield grading, partial(examinations, threads, Here(grading), grading)
        return
    with _executor(options) as executor:
        grading = grading_of(assignment, NoWall(options.wall), Limits())
        recipe = elsewhere(assignment, options.wall, isolation=options.isolation, runtime=options.runtime)
        yield grading, partial(examinations, executor, recipe, grading, secret=assignment.secret)


@contextmanager
def _wall(options: argparse.Namespace, assignment: Assignment, *, postponed: bool) -> Iterator[Wall]:
    engine = {"isolation": options.isolation, "runtime": options.runtime}
    raised = partial(choose, options.wall, course=assignment.root, **engine)
    if postponed:
        with Postponed(raised) as waiting:
            yield waiting
            if waiting.error is not None:
                raise waiting.error
        return
    with raised() as wall:
        if wall.advice and not options.quiet:
            print(f"wall: {wall.name}; {wall.advice}", file=sys.stderr)
        yield wall


def _executor(options: argparse.Namespace) -> AbstractContextManager[Executor]:
    if options.slurm:
        slurm = _dask("slurm")
        made: AbstractContextManager[Executor] = slurm.slurm_executor(slurm.slurm_settings(options.slurm))
        return made
    scheduler = _dask("scheduler")
    settings = scheduler.cluster_settings(options.cluster, options.tls_ca, options.tls_cert, options.tls_key)
    connect = scheduler.connector(settings, insecure=options.insecure_cluster)
    return nullcontext(_dask("cluster").ClusterExecutor(connect, settings.patience * 60))


def _dask(module: str) -> Any:
    """A module of ours that imports Dask, which is an extra."""
    try:
        return importlib.import_module(f"grader.batch.{module}")
    except ModuleNotFoundError as error:
        raise UsageError(f"--cluster and --slurm need {error.name}: pip install 'grader[cluster]'") from error
