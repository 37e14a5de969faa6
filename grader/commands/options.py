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
from grader.ledger.book import Ledger
from grader.ledger.database import NAME, place_of
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
    for remark in () if options.quiet else (*submissions.remarks, *nothing):
        print(remark, file=sys.stderr if options.json else sys.stdout)


def add_screen(parser: argparse.ArgumentParser) -> None:
    """--json, --quiet and --verbose."""
    shows = parser.add_mutually_exclusive_group()
    shows.add_argument("--json", action="store_true", help="one JSON report per line on stdout, and nothing else")
    shows.add_argument(
        "-q", "--quiet", action="store_true", help="say nothing but errors; the exit code tells the rest"
    )
    shows.add_argument("-v", "--verbose", action="store_true", help="a line per student in a terminal, too")


def add_author(parser: argparse.ArgumentParser) -> None:
    """--by and --why, without which nothing that a person decides is entered."""
    parser.add_argument("--by", required=True, metavar="NAME", help="who does this")
    parser.add_argument("--why", required=True, metavar="WORDS", help="the reason, for whoever asks later")


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """--ledger, and which assignment in it."""
    parser.add_argument(
        "-l",
        "--ledger",
        type=Path,
        metavar="OUT",
        help=f"the ledger, or the folder that was graded into (default: {NAME} here, else graded/{NAME})",
    )
    parser.add_argument("-a", "--assignment", metavar="A", help="which assignment (default: the only one)")


def ledger_of(options: argparse.Namespace) -> Path:
    """The ledger's file that was meant."""
    if options.ledger is not None:
        return place_of(options.ledger)
    here = Path(NAME)
    return here if here.is_file() else Path("graded", NAME)


def assignment_in(ledger: Ledger, options: argparse.Namespace) -> str:
    """The assignment that was meant, which the ledger knows; UsageError if it does not."""
    known = ledger.assignments()
    if not options.assignment and len(known) != 1:
        raise UsageError(f"say which assignment with --assignment; {ledger.path} has: {', '.join(known) or 'none'}")
    name = str(options.assignment or known[0])
    ledger.rubric_now(name)
    return name


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
