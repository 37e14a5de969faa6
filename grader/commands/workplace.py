"""Where a class is graded: in this process, or by the workers of a cluster. `grade` asks, these options tell."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from grader.assignment import Assignment
from grader.batch.executor import Executor
from grader.batch.grading import Spread
from grader.batch.recipe import NoWall, elsewhere
from grader.bench import bench_for
from grader.errors import UsageError
from grader.grade import Grading
from grader.marks import Marks
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


@contextmanager
def workplace(
    options: argparse.Namespace, assignment: Assignment, marks: Marks
) -> Iterator[tuple[Grading, Spread | None]]:
    """What the class is graded with, and the executor for it; None for threads of this process."""
    engine = {"isolation": options.isolation, "runtime": options.runtime}
    if not (options.cluster or options.slurm):
        with choose(options.wall, course=assignment.root, **engine) as wall:
            if wall.advice:
                print(f"wall: {wall.name}; {wall.advice}", file=sys.stderr)
            yield Grading(bench_for(assignment), wall, marks=marks), None
        return
    with _executor(options) as executor:
        grading = Grading(bench_for(assignment), NoWall(options.wall), marks=marks)
        recipe = elsewhere(assignment, options.wall, options.isolation, options.runtime, grading)
        yield grading, partial(executor.map, recipe, secret=assignment.secret)


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
