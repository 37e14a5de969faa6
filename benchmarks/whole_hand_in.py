"""What grading a whole hand-in costs beside the student's own functions: `python benchmarks/whole_hand_in.py`.

    --wall NAME     behind this wall (kernel; docker's workers are charged alike)
    --profile       where the host's time goes, function by function
    --json          the figures as JSON

The hand-in is the bundled course's own solution of `linear_classifiers`: every exercise, every case, every check, the
report and its page. The student's share is measured in the same run, by making the very calls of the probes alone;
everything else is the harness's: the worker's and the host's CPU time together, less the student's.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from grader.batch.output import OutputFolder
from grader.bench import Bench, bench_for, runs_for
from grader.catalog import Course, bundled_root
from grader.grade import Grading, grade
from grader.model import Run, SourceFile, Submission
from grader.samples import Solution, solution_text
from grader.sandbox.inside.call import fresh
from grader.sandbox.supervised import SupervisedChannel
from grader.sandbox.walls import choose

ASSIGNMENT = "linear_classifiers"
FIXED, SHARE = 0.015, 0.2
"""The mark: so many seconds, and so much of the student's own."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of one hand-in."""

    host: float
    worker: float
    student: float

    @property
    def harness(self) -> float:
        """Everything but the student's functions."""
        return self.host + self.worker - self.student


def main() -> int:
    """Measures in turn: the student's calls alone, then a grading."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--wall", default="kernel")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    assignment = Course(bundled_root(), bundled=True).assignment(ASSIGNMENT)
    modules = sorted({module.path.stem for module in assignment.modules.values()})
    text = "import numpy as np\n" + "\n".join(solution_text(assignment, Solution(module)) for module in modules)
    profile = cProfile.Profile(time.process_time) if options.profile else None
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, choose(options.wall) as wall:
        bench = bench_for(assignment)
        grading, out = Grading(bench, wall), OutputFolder(Path(folder))
        _graded(grading, out, text, None)  # expectations are computed once per class, not per student
        costs = [_cost(grading, out, f"{text}\n# {turn}\n", profile) for turn in range(options.rounds)]
    _tell(costs, as_json=options.json)
    if profile is not None:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
    return 0


def _cost(grading: Grading, out: OutputFolder, text: str, profile: cProfile.Profile | None) -> Cost:
    student = _students_own(grading.bench, text)
    host, worker = _graded(grading, out, text, profile)
    return Cost(host, worker, student)


def _graded(grading: Grading, out: OutputFolder, text: str, profile: cProfile.Profile | None) -> tuple[float, float]:
    """CPU seconds of this process, and of the workers, for one grading and its report."""
    submission = Submission("student", (SourceFile("hand_in.py", (text,), notebook=False),))
    with _workers_heard() as ends, profile or nullcontext():
        started = time.process_time()
        out.write(grade(grading, submission), submission)
        return time.process_time() - started, sum(ends)


@contextmanager
def _workers_heard() -> Iterator[list[float]]:
    """CPU seconds of each worker that ends meanwhile, as its supervisor tells them."""
    ends: list[float] = []
    end = SupervisedChannel.end

    def heard(channel: SupervisedChannel, grace: float = 0.0) -> Any:
        told = end(channel, grace)
        ends.append(told.cpu)
        return told

    SupervisedChannel.end = heard  # type: ignore[method-assign]
    try:
        yield ends
    finally:
        SupervisedChannel.end = end  # type: ignore[method-assign]


def _students_own(bench: Bench, text: str) -> float:
    """CPU seconds of the calls that a grading makes, made here without any of the rest."""
    names: dict[str, Any] = {}
    exec(compile(text, "hand_in.py", "exec"), names)  # noqa: S102 - our own solution
    probes: dict[str, Any] = {}
    exec(bench.probes, probes)  # noqa: S102 - the course's own probes
    student = SimpleNamespace(**names)
    total = 0.0
    for exercise in bench.exercises:
        for case in bench.cases[exercise.name]:
            for run in runs_for(exercise, case).values():
                if not run.ours_only:
                    total += _called(probes[run.probe or exercise.name], student, run)
    return total


def _called(probe: Callable[..., Any], student: Any, run: Run) -> float:
    total = 0.0
    for inputs in _inputs(run):
        ready = fresh(inputs)
        started = time.process_time()
        probe(student, **ready)
        total += time.process_time() - started
    return total


def _inputs(run: Run) -> Iterator[dict[str, Any]]:
    """The inputs of every call of a run."""
    if run.sweep is None:
        yield dict(run.inputs)
        return
    sweep = run.sweep
    for direction in sweep.directions:
        for step in sweep.steps:
            for sign in (1, -1):
                yield {**run.inputs, sweep.wrt: run.inputs[sweep.wrt] + sign * step * direction}


def _tell(costs: list[Cost], *, as_json: bool) -> None:
    def median(what: Callable[[Cost], float]) -> float:
        return round(statistics.median(map(what, costs)) * 1e3, 1)

    student = median(lambda cost: cost.student)
    figures = {
        "student_ms": student,
        "host_ms": median(lambda cost: cost.host),
        "worker_ms": median(lambda cost: cost.worker),
        "harness_ms": median(lambda cost: cost.harness),
        "mark_ms": round(FIXED * 1e3 + SHARE * student, 1),
    }
    print(json.dumps(figures) if as_json else "\n".join(f"{name:12} {value:8.1f}" for name, value in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
