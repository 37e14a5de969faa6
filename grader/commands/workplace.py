"""Where a class is graded: in this process, or by the workers of a cluster. `grade` asks, these options tell."""

from __future__ import annotations

import argparse
import importlib
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
from grader.sandbox.walls import choose


def add_workplace(parser: argparse.ArgumentParser) -> None:
    """--cluster, --slurm, and how to reach them."""
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


Spread: TypeAlias = Callable[[Iterable[Task]], Iterator[Examination]]


@contextmanager
def workplace(options: argparse.Namespace, assignment: Assignment) -> Iterator[tuple[Grading, Spread]]:
    """What the class is graded with, and what does it."""
    engine = {"isolation": options.isolation, "runtime": options.runtime}
    if not (options.cluster or options.slurm):
        with choose(options.wall, course=assignment.root, **engine) as wall:
            if wall.advice:
                print(f"wall: {wall.name}; {wall.advice}", file=sys.stderr)
            grading = grading_of(assignment, wall, Limits())
            yield grading, partial(examinations, LocalExecutor(options.jobs), Here(grading), grading)
        return
    with _executor(options) as executor:
        grading = grading_of(assignment, NoWall(options.wall), Limits())
        recipe = elsewhere(assignment, options.wall, **engine)
        yield grading, partial(examinations, executor, recipe, grading, secret=assignment.secret)


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
