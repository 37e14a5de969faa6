"""Grade a class: everybody's hand-ins in, a report per student and a gradebook out.

SUBMISSIONS is a folder with one entry per student (.py files, notebooks, folders or zips), or what Canvas, Moodle,
Gradescope, nbgrader or GitHub Classroom let you download. Reports go to OUT/<student>/report.html and report.json,
points to OUT/grades.csv, names to OUT/students.csv. Interrupted and run again, it goes on where it was.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.assignment import Assignment
from grader.batch.local import grade_class
from grader.batch.output import OutputFolder, left_open_by_us
from grader.bench import bench_for
from grader.commands import options as shared
from grader.ending import gently
from grader.errors import UsageError
from grader.grade import Grading
from grader.marks import read_marks
from grader.model import Report
from grader.report.gradebook import row_of
from grader.report.progress import Display, display
from grader.sandbox.walls import choose

GRACE = 5.0
"""Seconds after Ctrl-C for what runs: most hand-ins are graded in one or two, and nobody waits longer with patience."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    shared.add_intake(parser)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="folder for the reports")
    shared.add_assignment(parser)
    shared.add_wall(parser, "auto")
    shared.add_engine(parser)
    parser.add_argument("--marks", type=Path, metavar="FILE", help="CSV with student,question,points[,comment]")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="submissions at a time")
    shared.add_screen(parser)


def run(options: argparse.Namespace) -> int:
    """Grades, and returns 3 if points were left open for reasons of ours."""
    if options.jobs < 1:
        raise UsageError(f"--jobs {options.jobs}: at least one submission must be graded at a time")
    return grade_folder(options, shared.assignment_of(options))


def grade_folder(options: argparse.Namespace, assignment: Assignment) -> int:
    """The class in `options.submissions`, graded into `options.out`."""
    submissions = shared.class_of(options, assignment)
    marks = read_marks(options.marks, assignment.rubric) if options.marks else {}
    out = OutputFolder(options.out)
    shared.introduce(options, submissions)
    screen = display(as_json=options.json, quiet=options.quiet, verbose=options.verbose)
    reports: list[Report] = []
    broken = False
    engine = {"isolation": options.isolation, "runtime": options.runtime}
    with choose(options.wall, course=assignment.root, **engine) as wall:
        if wall.advice:
            print(f"wall: {wall.name}; {wall.advice}", file=sys.stderr)
        grading = Grading(bench_for(assignment), wall, marks=marks)
        screen.begin(len(submissions))
        try:
            with gently(GRACE, screen.stopping) as halt:
                for report in grade_class(grading, halt.until_asked(submissions), out, options.jobs):
                    reports.append(row_of(report))
                    broken = broken or left_open_by_us(report)
                    screen.graded(report)
                if halt.asked and len(reports) < len(submissions):
                    raise KeyboardInterrupt
        finally:
            _conclude(screen, out, reports, grading)
    if not options.json and not options.quiet:
        print(f"reports and grades.csv are in {options.out}")
    return 3 if broken else 0


def _conclude(screen: Display, out: OutputFolder, reports: Sequence[Report], grading: Grading) -> None:
    """What is graded is kept, whatever ended the batch, and though the terminal itself may be gone."""
    rubric = grading.bench.rubric
    try:
        screen.end()
    finally:
        try:
            out.write_gradebook(reports, [*rubric.exercises, *rubric.written])
        finally:
            out.write_log(grading.faults)
