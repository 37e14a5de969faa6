"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.assignment import Assignment
from grader.batch import people
from grader.catalog import Course, find_course
from grader.errors import UsageError
from grader.identity import read_people, read_times
from grader.intake import LAYOUTS, Batch, listed, read_batch
from grader.sandbox.walls import ISOLATIONS, NAMES

WALLS = tuple(name for name in NAMES if name != "memory")
"""What a person may ask for; `memory` is for tests."""


def add_course(parser: argparse.ArgumentParser) -> None:
    """--course."""
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="folder with assignments/, reference/, rubrics/ (default: the one around here, else the bundled course)",
    )


def add_assignment(parser: argparse.ArgumentParser) -> None:
    """--assignment and --course."""
    parser.add_argument("-a", "--assignment", metavar="A", help="which assignment (default: the only one)")
    add_course(parser)


def add_wall(parser: argparse.ArgumentParser, default: str) -> None:
    """--wall."""
    parser.add_argument("--wall", choices=WALLS, default=default, help=f"what stands around students' code ({default})")


def add_engine(parser: argparse.ArgumentParser) -> None:
    """--isolation and --runtime."""
    parser.add_argument(
        "--isolation",
        choices=ISOLATIONS,
        default="submission",
        help="docker wall: one locked process per submission, or a fresh container for each, too (submission)",
    )
    parser.add_argument("--runtime", metavar="NAME", help="docker wall: the engine's runtime to use, such as runsc")


def add_intake(parser: argparse.ArgumentParser) -> None:
    """SUBMISSIONS, --layout, --roster and --times."""
    parser.add_argument(
        "submissions",
        type=Path,
        metavar="SUBMISSIONS",
        help="folder with one entry per student, or what was downloaded",
    )
    layouts = ", ".join(LAYOUTS)
    parser.add_argument(
        "--layout", choices=("auto", *LAYOUTS), default="auto", metavar="NAME", help=f"instead of looking: {layouts}"
    )
    parser.add_argument("--roster", type=Path, metavar="FILE", help="CSV with student,name,email,canvas_id,…")
    parser.add_argument("--times", type=Path, metavar="FILE", help="CSV with student (or an id) and received")


def class_of(options: argparse.Namespace, assignment: Assignment) -> Batch:
    """What everybody handed in."""
    roster = read_people(options.roster) if options.roster else []
    found = read_batch(options.submissions, layout=options.layout, roster=roster, assignment=assignment.name)
    if options.times:
        found = found.with_times(read_times(options.times))
    if not len(found):
        raise UsageError(f"{options.submissions} holds no submissions: put one entry per student there")
    return found


def introduce(options: argparse.Namespace, submissions: Batch) -> None:
    """Says which layout it was and who is missing, and keeps who is who beside the reports."""
    people.keep(options.out, submissions.people, submissions.absent)
    missing = [who for who in submissions.absent if not (options.out / who.student / "report.json").exists()]
    nothing = [f"nothing handed in: {listed(missing)}"] if missing else []
    for remark in (*submissions.remarks, *nothing):
        print(remark, file=sys.stderr if options.json else sys.stdout)


def course_of(options: argparse.Namespace) -> Course:
    """The course that was meant."""
    return find_course(options.course)


def assignment_of(options: argparse.Namespace) -> Assignment:
    """The assignment that was meant."""
    course = course_of(options)
    if options.assignment:
        return course.assignment(options.assignment)
    if len(course.assignments) != 1:
        known = ", ".join(course.assignments) or "none"
        raise UsageError(f"say which assignment with --assignment; {course.root} has: {known}")
    return course.assignment(course.assignments[0])
