"""Grade a class: everybody's hand-ins in, a report per student and a gradebook out.

SUBMISSIONS is a folder with one entry per student (.py files, notebooks, folders or zips), or what Canvas, Moodle,
Gradescope, nbgrader or GitHub Classroom let you download. Reports go to OUT/<student>/report.html and report.json,
points to OUT/grades.csv, names to OUT/students.csv, and all that was
found to OUT/ledger.sqlite. Interrupted and run again, it goes on where it was.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from grader.assignment import Assignment
from grader.batch.grades import Grades
from grader.batch.output import OutputFolder, left_open_by_us
from grader.batch.register import Entered, Register
from grader.commands import options as shared
from grader.commands.workplace import Spread, add_workplace, check_workplace, workplace
from grader.ending import gently
from grader.grade import Task
from grader.intake import Batch
from grader.ledger.book import Author, Ledger
from grader.ledger.database import NAME, place_of, whoever
from grader.ledger.entries import choose_naming, enter_extensions, enter_groups, enter_marks, is_anonymous
from grader.marks import read_marks
from grader.model import Submission
from grader.report.progress import display

GRACE = 5.0
"""Seconds after Ctrl-C for what runs: most hand-ins are graded in one or two, and nobody waits longer with patience."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    shared.add_intake(parser)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="folder for the reports")
    shared.add_assignment(parser)
    shared.add_wall(parser, "auto")
    shared.add_engine(parser)
    add_workplace(parser)
    parser.add_argument("--ledger", type=Path, metavar="FILE", help=f"ledger to use (OUT/{NAME})")
    parser.add_argument("--marks", type=Path, metavar="FILE", help="CSV with student,question,points[,comment]")
    parser.add_argument("--extensions", type=Path, metavar="FILE", help="CSV with student,due or days,reason,author")
    parser.add_argument("--groups", type=Path, metavar="FILE", help="CSV with student,group: one hand-in for all")
    parser.add_argument(
        "--anonymous",
        action=argparse.BooleanOptionalAction,
        help="reports and gradebook bear pseudonyms; kept until --no-anonymous",
    )
    parser.add_argument("--by", default=whoever(), metavar="NAME", help="who grades, for the ledger (your login)")
    shared.add_screen(parser)


def run(options: argparse.Namespace) -> int:
    """Grades, and returns 3 if points were left open for reasons of ours."""
    check_workplace(options)
    return grade_folder(options, shared.assignment_of(options))


def grade_folder(options: argparse.Namespace, assignment: Assignment) -> int:
    """The class in `options.submissions`, graded into `options.out`."""
    submissions = shared.class_of(options, assignment)
    marks = read_marks(options.marks, assignment.rubric) if options.marks else {}
    out = OutputFolder(options.out)
    place = place_of(options.ledger) if options.ledger else options.out / NAME
    with workplace(options, assignment) as (grading, spread), Ledger(place, write=True, make=True) as ledger:
        with ledger.transaction():
            enter_marks(ledger, assignment.name, marks, options.by)
            _enter_files(ledger, assignment, options)
        shared.introduce(options, submissions, hidden=is_anonymous(ledger, assignment.name))
        author = Author(options.by, f"grader grade {options.submissions}")
        register = Register(ledger, grading, author, out=out, secret=assignment.secret)
        broken = _grade(register, submissions, out, options, spread)
    if not options.json and not options.quiet:
        print(f"reports and grades.csv are in {options.out}")
    return 3 if broken else 0


def _enter_files(ledger: Ledger, assignment: Assignment, options: argparse.Namespace) -> None:
    """What people say of the class beside what it handed in."""
    name = assignment.name
    if options.extensions:
        enter_extensions(ledger, name, options.extensions, dated=assignment.rubric.assignment.due is not None)
    if options.groups:
        enter_groups(ledger, name, options.groups, Author(options.by, f"--groups {options.groups}"))
    if options.anonymous is not None:
        said = "--anonymous" if options.anonymous else "--no-anonymous"
        choose_naming(ledger, name, Author(options.by, said), anonymous=options.anonymous)


def _grade(
    register: Register, submissions: Batch, out: OutputFolder, options: argparse.Namespace, spread: Spread
) -> bool:
    """Grades them all; whether points were left open for reasons of ours."""
    screen = display(as_json=options.json, quiet=options.quiet, verbose=options.verbose)
    grades = Grades()
    broken = False
    wanted = sum(len(register.handed_in_for(student)) for student in submissions.students)
    screen.begin(wanted)
    try:
        with gently(GRACE, screen.stopping) as halt:
            for each in _entered(register, halt.until_asked(submissions), spread):
                grades.add(each)
                broken = broken or left_open_by_us(each.report)
                screen.graded(each.report)
            if halt.asked and len(grades.students) < wanted:
                raise KeyboardInterrupt
    finally:
        try:
            screen.end()
        finally:
            _conclude(register, out, grades)
    return broken


def _entered(register: Register, submissions: Iterable[Submission], spread: Spread) -> Iterator[Entered]:
    """Everybody's, as they are done: those of an earlier run that still hold, and those that are graded now."""
    coming = iter(submissions)
    done: list[Entered] = []

    def tasks() -> Iterator[Task]:
        for submission in coming:
            task = register.task(submission)
            if task is not None:
                yield task
            else:
                done.extend(register.written(register.handed_in_for(submission.student)))

    for submission in coming:  # an interrupted run is done up to here: nothing waits for what runs
        task = register.task(submission)
        if task is not None:
            break
        yield from register.written(register.handed_in_for(submission.student))
    else:
        return
    for found in spread(chain([task], tasks())):
        entered = register.enter(found)
        register.grading.faults.extend(register.faults(found))
        yield from done
        done.clear()
        yield from entered
    yield from done


def _conclude(register: Register, out: OutputFolder, grades: Grades) -> None:
    """What is graded is kept, whatever ended the batch, and though the terminal itself may be gone."""
    try:
        for each in register.others(grades.students):
            grades.add(each)
        grades.write(out, register)
    finally:
        out.write_log(register.grading.faults)
