"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.assignment import Assignment
from grader.catalog import Course, find_course
from grader.errors import UsageError
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


def add_screen(parser: argparse.ArgumentParser) -> None:
    """--json, --quiet and --verbose."""
    shows = parser.add_mutually_exclusive_group()
    shows.add_argument("--json", action="store_true", help="one JSON report per line on stdout, and nothing else")
    shows.add_argument(
        "-q", "--quiet", action="store_true", help="say nothing but errors; the exit code tells the rest"
    )
    shows.add_argument("-v", "--verbose", action="store_true", help="a line per student in a terminal, too")


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
