"""Export points: into the gradebook of Canvas or Moodle, or as nbgrader's table, JUnit, JSON Lines, LTI, and others.

OUT is a folder that a class was graded into. Canvas and Moodle take points in a file of their own: export it there and
give it with --into; what is not this assignment's stays as it is, byte for byte. `gradescope` and `github` are of one
student: say which with --student.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from grader.batch import people
from grader.batch.standings import standings
from grader.commands import options as shared
from grader.errors import UsageError
from grader.identity import Identity
from grader.ledger.book import Ledger
from grader.ledger.database import NAME, place_of
from grader.model import Report, Standing
from grader.report import canvas, github, gradescope, jsonl, junit, lti, moodle, nbgrader
from grader.report.table import Filled
from grader.sandbox.scratch import scratch

WHOLE: Mapping[str, Callable[[Sequence[Standing], Mapping[str, Identity]], str]] = {
    "nbgrader": nbgrader.write,
    "junit": junit.write,
    "jsonl": jsonl.write,
    "lti": lti.write,
}
"""Formats of a class."""
SINGLE: Mapping[str, Callable[[Report], str]] = {
    "gradescope": gradescope.write,
    "github": lambda report: "".join(f"{line}\n" for line in github.annotated(report)),
    "github-summary": github.summary,
    "github-result": lambda report: github.result(report) + "\n",
}
"""Formats of one student."""
THEIRS = ("canvas", "moodle")
"""Formats that are filled into a file of theirs."""
POINTS = ("canvas", "nbgrader")
"""Formats that tell nothing but points."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    formats = (*THEIRS, *WHOLE, *SINGLE)
    parser.add_argument("format", choices=formats, metavar="FORMAT", help=f"one of {', '.join(formats)}")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder that a class was graded into")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write it (default: stdout)")
    parser.add_argument(
        "--into", type=Path, metavar="THEIR.csv", help="canvas, moodle: the file that was exported there"
    )
    parser.add_argument("--column", metavar="NAME", help='canvas: such as "HW1 (987)"; moodle: not `Grade`, but this')
    parser.add_argument("--feedback", metavar="NAME", help="moodle: not `Feedback comments`, but this column")
    parser.add_argument("--scale", action="store_true", help="canvas, moodle: convert points where theirs are others")
    parser.add_argument("--slim", action="store_true", help="canvas: without the columns of other assignments")
    parser.add_argument("--student", metavar="S", help="gradescope, github: whose")
    parser.add_argument("--ledger", type=Path, metavar="FILE", help=f"ledger to use (OUT/{NAME})")
    parser.add_argument(
        "-a", "--assignment", metavar="A", help="which assignment of the ledger (default: the only one)"
    )


def run(options: argparse.Namespace) -> int:
    """Writes the export; what a person should know of it goes to stderr."""
    known = {person.student: person for person in people.known(options.out)}
    with Ledger(place_of(options.ledger or options.out), write=False) as ledger:
        assignment = shared.assignment_in(ledger, options)
        found = standings(ledger, assignment, known.values(), outlines=options.format in POINTS)
    if options.format in THEIRS:
        filled = _filled(options, found, known)
        text = filled.text
        for sentence in filled.told:
            print(sentence, file=sys.stderr)
    elif options.format in WHOLE:
        text = WHOLE[options.format](found, known)
    else:
        text = SINGLE[options.format](_one(found, options.student))
    _write(text, options.output)
    return 0


def _filled(options: argparse.Namespace, found: Sequence[Standing], known: Mapping[str, Identity]) -> Filled:
    path: Path | None = options.into
    if path is None:
        raise UsageError(
            f"{options.format} takes points in a file of its own: export it there, and give it with --into"
        )
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8: export it anew, or save it as `CSV UTF-8`") from None
    if options.format == "canvas":
        choice = {"column": options.column, "scale": options.scale, "slim": options.slim}
        return canvas.fill(text, path.name, found, known, **choice)
    choice = {"column": options.column, "feedback": options.feedback, "scale": options.scale}
    return moodle.fill(text, path.name, found, known, **choice)


def _one(found: Sequence[Standing], student: str | None) -> Report:
    reports = {standing.student: standing.report for standing in found if standing.report}
    if student is None and len(reports) == 1:
        return next(iter(reports.values()))
    if student is None or student not in reports:
        some = ", ".join(list(reports)[:10])
        asked = "say whose with --student" if student is None else f"there is no report of {student!r}"
        raise UsageError(f"{asked}; there are {some}")
    return reports[student]


def _write(text: str, path: Path | None) -> None:
    """As UTF-8, line endings as they are."""
    data = text.encode("utf-8")
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with scratch("export", path.parent) as beside:  # whole or not at all: it may be the file that was read
            (beside / path.name).write_bytes(data)
            (beside / path.name).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
