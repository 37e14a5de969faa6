"""Requests for a second look: entered, listed and answered, with their trail.

An answer changes no points; `grader override` does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from grader.commands import options as shared
from grader.errors import UsageError
from grader.ledger.book import Author, Ledger
from grader.ledger.entries import Request, enter_answer, enter_request, requests
from grader.report.plain import one_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    add = actions.add_parser("add", help="enter a student's request")
    add.add_argument("student", metavar="STUDENT")
    add.add_argument("--exercise", default="", metavar="E", help="which exercise it is about (all)")
    shared.add_author(add)
    answer = actions.add_parser("answer", help="answer one")
    answer.add_argument("number", type=int, metavar="NUMBER")
    shared.add_author(answer)
    listing = actions.add_parser("list", help="those that are open; with --all, all")
    listing.add_argument("--student", metavar="STUDENT", help="of this student alone")
    listing.add_argument("--all", action="store_true", help="answered ones, too")
    for action in (add, answer, listing):
        shared.add_ledger(action)


def run(options: argparse.Namespace) -> int:
    """Enters or lists."""
    with Ledger(shared.ledger_of(options), write=options.action != "list") as ledger:
        assignment = shared.assignment_in(ledger, options)
        if options.action == "list":
            print("\n".join(_listed(ledger, assignment, options)))
            return 0
        author = Author(options.by, options.why)
        with ledger.transaction():
            if options.action == "answer":
                enter_answer(ledger, options.number, author)
                print(f"request {options.number} is answered")
            else:
                _known(ledger, assignment, options.exercise)
                number = enter_request(ledger, ledger.known(options.student), assignment, options.exercise, author)
                print(f"request {number} is entered")
    return 0


def _known(ledger: Ledger, assignment: str, exercise: str) -> None:
    rubric = ledger.rubric_now(assignment)
    names = [*rubric.exercises, *rubric.written]
    if exercise and exercise not in names:
        raise UsageError(f"there is no exercise {exercise!r} in {assignment}; known: {', '.join(names)}")


def _listed(ledger: Ledger, assignment: str, options: argparse.Namespace) -> Iterator[str]:
    student = ledger.known(options.student) if options.student else None
    found = [each for each in requests(ledger, assignment, student) if options.all or not each.answers]
    if not found:
        yield "no requests" if options.all else "no open requests"
    for each in found:
        yield from _told(each)


def _told(request: Request) -> Iterator[str]:
    about = f", {request.exercise}" if request.exercise else ""
    yield one_line(
        f"{request.id}  {request.made[:10]}  {request.student}{about}  by {request.author}: {request.reason}"
    )
    for author, words, made in request.answers:
        yield one_line(f"    {made[:10]}  answered by {author}: {words}").replace("answered", "    answered", 1)
