"""What a ledger costs, and how long a class takes to be rescored: `python benchmarks/ledger.py`.

    --students N    so many of them (1200)
    --json          the figures as JSON

Every student hands in one of the bundled course's sample hand-ins of `linear_classifiers`; each sample is graded once,
and entered for everybody who has it under words of their own in every failure, so that no two wrong answers share a
judgement. Then the points of a check are changed, and all are regraded: `regrade_s` is the CPU time until everybody's
points stand in the ledger, `report_ms` that of a report written anew.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.batch.output import OutputFolder
from grader.batch.register import Register
from grader.batch.regrading import regrade
from grader.bench import Bench, bench_for
from grader.catalog import Course, bundled_root
from grader.examine import Examined
from grader.grade import Examination, Grading, Task, examine
from grader.intake import read_batch
from grader.ledger.book import Author, Ledger
from grader.ledger.standings import Standings
from grader.model import Verdict
from grader.samples import write_samples
from grader.sandbox.limits import Limits
from grader.sandbox.walls import Wall, choose
from grader.stamps import stamps_of

ASSIGNMENT, EXERCISE, CHECK = "linear_classifiers", "svm_loss_naive", "dW"
ENDLESS = ("hiro", "mateo")
"""Samples that run into every time limit there is."""
ME = Author("benchmark", "it is measured")


def main() -> int:
    """Grades the samples, enters the class, regrades it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=1200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, choose("kernel") as wall:
        figures = _measured(Path(folder), wall, options.students)
    print(
        json.dumps(figures) if options.json else "\n".join(f"{name:24} {each:10.2f}" for name, each in figures.items())
    )
    return 0


def _measured(folder: Path, wall: Wall, students: int) -> dict[str, float]:
    assignment = Course(bundled_root(), bundled=True).assignment(ASSIGNMENT)
    write_samples(assignment, folder / "class")
    bench = bench_for(assignment)
    grading = Grading(bench, wall, stamps=stamps_of(assignment, bench, Limits()))
    samples = [each for each in read_batch(folder / "class") if each.student not in ENDLESS]
    clock = time.process_time()
    found = [examine(grading, Task(sample)) for sample in samples]
    figures = {"host_ms_of_grading": (time.process_time() - clock) / len(found) * 1e3}
    figures["recorded_kb"] = sum(len(part) for each in found for part in each.recordings.values()) / len(found) / 1e3
    place = folder / "ledger.sqlite"
    with Ledger(place, write=True, make=True) as ledger:
        register = Register(ledger, grading, ME, out=None, secret=b"")
        clock = time.process_time()
        for one in _everybody(found, students):
            register.enter(one)
        figures["enter_ms"] = (time.process_time() - clock) / students * 1e3
        dearer = Grading(_dearer(bench), wall, stamps=grading.stamps)
        clock = time.process_time()
        before = list(Standings(ledger, ASSIGNMENT, outlines=True).everybody())
        register = Register(ledger, dearer, ME, out=OutputFolder(folder / "out"), secret=b"")
        done = regrade(register, before, lambda tasks: (examine(dearer, task) for task in tasks))
        figures["regrade_s"] = time.process_time() - clock
        figures |= {how: float(count) for how, count in done.how.items()}
        names = [each.student for each in done.changes[:100]]
        clock = time.process_time()
        register.written(names)
        figures["report_ms"] = (time.process_time() - clock) / len(names) * 1e3
    figures["ledger_kb_per_student"] = place.stat().st_size / students / 1e3
    return {name: round(value, 2) for name, value in figures.items()}


def _everybody(found: list[Examination], students: int) -> Iterator[Examination]:
    for number in range(students):
        one = found[number % len(found)]
        submission = replace(one.submission, student=f"{one.submission.student}{number:05}")
        yield replace(one, submission=submission, exercises=tuple(_own(each, number) for each in one.exercises))


def _own(examined: Examined, number: int) -> Examined:
    """With failures in words that nobody else has."""
    judged = {
        convention: tuple(
            replace(each, message=f"{each.message} {number}") if each.verdict is Verdict.FAIL else each for each in said
        )
        for convention, said in examined.core.judged.items()
    }
    return replace(examined, core=replace(examined.core, judged=judged))


def _dearer(bench: Bench) -> Bench:
    """The bench with one more point for one check."""
    section = bench.rubric.exercises[EXERCISE]
    points = section.points | {CHECK: section.points[CHECK] + 1}
    sections = bench.rubric.exercises | {EXERCISE: section.model_copy(update={"points": points})}
    return replace(bench, rubric=bench.rubric.model_copy(update={"exercises": sections}))


if __name__ == "__main__":
    sys.exit(main())
