"""The class as a whole: distribution, failure rates, frequent mistakes, items, times, resemblances, an earlier run.

OUT is a folder that `grader grade` wrote. One HTML page (OUT/class.html) that needs no network, or JSON with the same
numbers. Points are those of the gradebook, by the ledger; without one those of the reports, before penalties. Students
stand there by numbers unless --names is given.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from grader.batch.standings import standings_as_shown
from grader.commands import options as shared
from grader.errors import InfrastructureError, UsageError
from grader.intake import read_batch, read_submission
from grader.ledger.book import Ledger
from grader.ledger.database import NAME, place_of
from grader.overview import document, page
from grader.overview.examples import Examples, gather
from grader.overview.roll import Roll, reports_of, roll_of
from grader.overview.similarity import compare
from grader.overview.survey import Wish, survey
from grader.overview.texts import Texts
from grader.report.plain import one_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("graded", type=Path, metavar="OUT", help="folder that `grader grade` wrote")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="the page (default: OUT/class.html)")
    parser.add_argument("--json", action="store_true", help="print JSON; the page is made only if -o names it")
    parser.add_argument("--compare", type=Path, metavar="EARLIER", help="folder of an earlier run, to compare with")
    parser.add_argument("--submissions", type=Path, metavar="DIR", help="the hand-ins: for example lines and text")
    parser.add_argument(
        "--similarity", action="store_true", help="compare the texts of --submissions, too (a minute for a large class)"
    )
    parser.add_argument("--ledger", type=Path, metavar="FILE", help=f"ledger to use (OUT/{NAME}, if it is there)")
    parser.add_argument("--names", action="store_true", help="call students by their names, not by numbers")
    shared.add_course(parser)


def run(options: argparse.Namespace) -> int:
    """Writes the page, or prints the JSON."""
    roll = _roll(options.graded, options.ledger)
    earlier = _earlier(options.compare, roll)
    examples, texts = Examples(), Texts()
    if options.similarity and not options.submissions:
        raise UsageError("--similarity needs the hand-ins: say where they are with --submissions DIR")
    if options.submissions:
        examples = gather(roll, read_batch(options.submissions))
    if options.similarity:
        known = {line.student for line in roll.lines}
        handed_in = (each for each in read_batch(options.submissions) if each.student in known)
        handout = shared.course_of(options).assignment(roll.assignment).folder
        texts = compare(handed_in, read_submission(handout, "handout"), min(os.cpu_count() or 1, 4))
    found = survey(roll, Wish(options.names, earlier, examples, texts))
    for line in (line for line in roll.lines if line.untold and line.here):
        place = one_line(str(options.graded / line.student / "report.json"))
        print(f"{place}: {line.untold}", file=sys.stderr)
    if options.json:
        sys.stdout.write(document.write(found))
    if options.out or not options.json:
        path = options.out or options.graded / "class.html"
        _write(path, page.write(found))
        if not options.json:
            points = "as the gradebook has them" if found.basis == "gradebook" else "before penalties"
            graded = f"{found.students} students, {found.scores.graded} graded"
            print(f"{graded}, points {points}; the class report is {path}")
    return 0


def _roll(folder: Path, ledger: Path | None) -> Roll:
    """The class in this folder, with the points of its gradebook if there is a ledger."""
    roll = roll_of(reports_of(folder))
    if ledger is None and not (folder / NAME).is_file():
        return roll
    with Ledger(place_of(ledger or folder), write=False) as opened:
        return roll.by_gradebook(standings_as_shown(opened, roll.assignment))


def _earlier(folder: Path | None, roll: Roll) -> Roll | None:
    if folder is None:
        return None
    earlier = _roll(folder, None)
    if earlier.assignment != roll.assignment:
        raise UsageError(f"{folder} is about {earlier.assignment}, not about {roll.assignment}")
    return earlier


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InfrastructureError(f"{path} cannot be written: {error.strerror}") from error
