"""See it work: the bundled class of sample hand-ins, graded in a sandbox.

The samples are made from the reference and its known mistakes when needed, so they cannot drift from it: right ones in
every format, wrong ones of every kind, and hostile ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.catalog import Course, bundled_root
from grader.commands import grade
from grader.commands import options as shared
from grader.ledger.database import whoever
from grader.samples import read_samples, write_samples
from grader.sandbox.scratch import scratch


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("-o", "--out", type=Path, default=Path("graded"), metavar="OUT", help="folder for the reports")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the sample hand-ins here and keep them")
    shared.add_wall(parser, "auto")
    shared.add_engine(parser)
    shared.add_screen(parser)


def run(options: argparse.Namespace) -> int:
    """Makes the class, then grades it like any other."""
    course = Course(bundled_root(), bundled=True)
    assignment = next(filter(read_samples, map(course.assignment, course.assignments)))
    options.layout, options.roster, options.times = "folder", None, None
    options.marks = options.extensions = options.groups = options.anonymous = options.ledger = None
    options.jobs, options.by = 2, whoever()
    with scratch("demo") as folder:
        options.submissions = options.keep or folder
        options.submissions.mkdir(parents=True, exist_ok=True)
        write_samples(assignment, options.submissions)
        return grade.grade_folder(options, assignment)
