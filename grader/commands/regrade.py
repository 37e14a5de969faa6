"""Regrade a class by the course as it is now, from its ledger: who gains, who loses, and why.

Changed points are counted anew, changed checks are applied to what was recorded, and code is run again only where runs
are wanted that were never made. With --dry-run, nothing is written.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from grader.assignment import Assignment
from grader.batch.grades import Grades
from grader.batch.output import OutputFolder
from grader.batch.register import Register
from grader.batch.regrading import Change, Regraded, regrade
from grader.commands import options as shared
from grader.commands.workplace import add_workplace, check_workplace, workplace
from grader.ledger.book import Author, Ledger
from grader.ledger.database import NAME, place_of, whoever
from grader.ledger.regradings import Beginning, begin, end, unfinished
from grader.ledger.standings import Standings
from grader.report.gradebook import defused
from grader.report.plain import one_line
from grader.report.points import rounded, shown

SHOWN = 40
"""Students that are listed in the terminal; a CSV holds all."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("out", type=Path, metavar="OUT", help="folder that was graded into, with its ledger")
    shared.add_assignment(parser)
    shared.add_wall(parser, "auto")
    shared.add_engine(parser)
    add_workplace(parser)
    parser.add_argument("--ledger", type=Path, metavar="FILE", help=f"ledger to use (OUT/{NAME})")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="before and after of every student")
    parser.add_argument("--json", action="store_true", help="one JSON object per student on stdout")
    parser.add_argument("--by", default=whoever(), metavar="NAME", help="who regrades, for the ledger (your login)")
    parser.add_argument("--why", default="the course has changed", metavar="WORDS", help="the reason, for the ledger")


def run(options: argparse.Namespace) -> int:
    """Returns 3 if something could not be regraded for reasons of ours."""
    check_workplace(options)
    started = time.monotonic()
    place = place_of(options.ledger or options.out)
    with Ledger(place, write=True) as ledger:
        assignment = _assignment(options, ledger)
        interrupted = unfinished(ledger, assignment.name)
        done = _regrade(ledger, assignment, interrupted, options)
    if options.csv:
        options.csv.write_text(_table(done.changes), encoding="utf-8")
    if interrupted is not None:
        said = f"the regrading of {interrupted.made} was interrupted: before is what everybody had before that"
        print(said, file=sys.stderr if options.json else sys.stdout)
    _tell(done, time.monotonic() - started, options)
    return 3 if done.failed else 0


def _assignment(options: argparse.Namespace, ledger: Ledger) -> Assignment:
    """The one that was meant, else the only one that the ledger knows."""
    options.assignment = shared.assignment_in(ledger, options)
    return shared.assignment_of(options)


def _regrade(
    ledger: Ledger, assignment: Assignment, interrupted: Beginning | None, options: argparse.Namespace
) -> Regraded:
    author = Author(options.by, options.why)
    before = list(Standings(ledger, assignment.name, outlines=True, before=interrupted).everybody())
    if interrupted is not None:
        before = [each for each in before if each.attempt is not None]  # the others handed in since then
    with workplace(options, assignment, postponed=True) as (grading, spread):
        if options.dry_run:
            with ledger.transaction(keep=False):
                register = Register(ledger, grading, author, out=None, secret=assignment.secret)
                done = regrade(register, before, spread)
        else:
            out = OutputFolder(options.out if options.out.is_dir() else options.out.parent)
            beginning = interrupted or begin(ledger, assignment.name, author)
            register = Register(ledger, grading, author, out=out, secret=assignment.secret)
            done = regrade(register, before, spread)
            _write(register, out, done)
    if not options.dry_run:
        end(ledger, beginning, assignment.name, author)
    return done


def _write(register: Register, out: OutputFolder, done: Regraded) -> None:
    """The reports that are others now, and the gradebook."""
    grades = Grades(each for change in done.changes for each in register.written([change.student]))
    grades.write(out, register)
    out.write_log(done.faults)


# ---------------------------------------------------------------- telling


def _table(changes: Iterable[Change]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["student", "before", "after", "change", "open", "exercises"])
    for each in changes:
        points = [rounded(each.before), rounded(each.after), each.difference]
        table.writerow([defused(each.shown), *points, "yes" if each.is_open else "no", _exercises(each)])
    return text.getvalue()


def _exercises(change: Change) -> str:
    return "; ".join(f"{name} {shown(before)} -> {shown(after)}" for name, before, after in change.exercises)


def _tell(done: Regraded, seconds: float, options: argparse.Namespace) -> None:
    if options.json:
        for each in done.changes:
            print(json.dumps(_fields(each)))
        return
    moved = sorted((each for each in done.changes if each.difference), key=lambda each: each.difference)
    for each in moved[:SHOWN]:
        print(f"{one_line(each.shown)}  {shown(each.before)} -> {shown(each.after)}  {_exercises(each)}")
    if len(moved) > SHOWN:
        print(f"… and {len(moved) - SHOWN} more; --csv FILE holds all")
    for said in done.to_look_at:
        print(f"look at: {said}")
    for student in done.failed:
        print(f"could not be regraded, stays as it was: {one_line(student)}", file=sys.stderr)
    gain, lose = sum(each.difference > 0 for each in moved), sum(each.difference < 0 for each in moved)
    stay = len(done.changes) - len(moved)
    print(f"{gain} gain, {lose} lose, {stay} stay as they are; {_done(done)}; {seconds:.1f} s")
    if options.dry_run:
        print("dry run: nothing was written")


def _done(done: Regraded) -> str:
    words = {"rescored": "rescored", "rejudged": "rejudged", "graded": "run again", "unchanged": "unchanged"}
    counted = ", ".join(f"{done.how[how]} {word}" for how, word in words.items() if done.how[how])
    return f"hand-ins: {counted or 'none'}"


def _fields(change: Change) -> dict[str, object]:
    return {
        "student": change.shown,
        "before": rounded(change.before),
        "after": rounded(change.after),
        "change": change.difference,
        "open": change.is_open,
        "exercises": {name: [rounded(before), rounded(after)] for name, before, after in change.exercises},
    }
