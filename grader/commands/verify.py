"""Gate a course: references earn everything, starters and empty answers nothing, every mistake is caught and named."""

from __future__ import annotations

import argparse
import json
from collections import Counter

from grader import verify
from grader.assignment import Assignment
from grader.commands import options as shared
from grader.errors import UsageError
from grader.sandbox.walls import Wall, choose


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("assignment", nargs="?", metavar="A", help="which assignment (default: all of the course)")
    shared.add_course(parser)
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="draw the cases with so many secrets (1)")
    parser.add_argument("--json", action="store_true", help="one JSON object per demand on stdout")


def run(options: argparse.Namespace) -> int:
    """Returns 1 if any demand does not hold."""
    if options.seeds < 1:
        raise UsageError(f"--seeds {options.seeds}: at least one seed is needed")
    course = shared.course_of(options)
    names = [options.assignment] if options.assignment else list(course.assignments)
    if not names:
        raise UsageError(f"{course.root} has no assignment to verify; make one with `grader new NAME`")
    with choose("auto", trusted=True, course=course.root) as wall:
        verdicts = [_verify(course.assignment(name), wall, options) for name in names]
    return 0 if all(verdicts) else 1


def _verify(assignment: Assignment, wall: Wall, options: argparse.Namespace) -> bool:
    kinds: Counter[str] = Counter()
    red = 0
    for item in verify.verify(assignment, wall, options.seeds):
        kinds[item.demand] += 1
        red += not item.ok
        if options.json:
            print(json.dumps(_fields(assignment, item)), flush=True)
        elif not item.ok:
            print(f"{item.place}: {item.exercise}: {item.demand} {item.subject}: {item.fault}", flush=True)
    if not options.json:
        counted = ", ".join(f"{kind}: {count}" for kind, count in kinds.items())
        print(f"{assignment.name}: {'all demands hold' if not red else f'{red} do not hold'} ({counted})")
    return red == 0


def _fields(assignment: Assignment, item: verify.Item) -> dict[str, object]:
    return {
        "assignment": assignment.name,
        "exercise": item.exercise,
        "demand": item.demand,
        "subject": item.subject,
        "ok": item.ok,
        "fault": item.fault,
        "place": item.place,
    }
