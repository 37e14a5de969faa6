"""Grade a class: a folder with one entry per student in, a report per student and a gradebook out.

Entries are .py files, notebooks, folders or zips. Reports go to OUT/<student>/report.html and report.json, points to
OUT/grades.csv. Interrupted and run again, it goes on where it was.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from grader.assignment import Assignment
from grader.batch.grading import grade_class
from grader.batch.output import OutputFolder, left_open_by_us
from grader.commands import options as shared
from grader.commands.workplace import add_workplace, workplace
from grader.errors import UsageError
from grader.grade import Grading
from grader.intake import read_batch
from grader.marks import read_marks
from grader.model import Report
from grader.report.gradebook import row_of
from grader.report.progress import Display, display


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("submissions", type=Path, metavar="SUBMISSIONS", help="folder with one entry per student")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="folder for the reports")
    shared.add_assignment(parser)
    shared.add_wall(parser, "auto")
    shared.add_engine(parser)
    add_workplace(parser)
    parser.add_argument("--marks", type=Path, metavar="FILE", help="CSV with student,question,points[,comment]")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="submissions at a time")
    parser.add_argument("--json", action="store_true", help="one JSON report per line on stdout")


def run(options: argparse.Namespace) -> int:
    """Grades, and returns 3 if points were left open for reasons of ours."""
    if options.jobs < 1:
        raise UsageError(f"--jobs {options.jobs}: at least one submission must be graded at a time")
    return grade_folder(options, shared.assignment_of(options))


def grade_folder(options: argparse.Namespace, assignment: Assignment) -> int:
    """The class in `options.submissions`, graded into `options.out`."""
    submissions = read_batch(options.submissions)
    if not submissions:
        raise UsageError(f"{options.submissions} holds no submissions: put one entry per student there")
    marks = read_marks(options.marks, assignment.rubric) if options.marks else {}
    out = OutputFolder(options.out)
    screen = display(as_json=options.json)
    reports: list[Report] = []
    broken = False
    with workplace(options, assignment, marks) as (grading, spread):
        screen.begin(len(submissions))
        try:
            for report in grade_class(grading, submissions, out, options.jobs, spread):
                reports.append(row_of(report))
                broken = broken or left_open_by_us(report)
                screen.graded(report)
        finally:
            _conclude(screen, out, reports, grading)
    if not options.json:
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
