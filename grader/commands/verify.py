"""Gate a course: references earn everything, starters and empty answers nothing, every mistake is caught and named."""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import reduce
from itertools import groupby
from operator import add
from pathlib import Path

from grader import confusion, sampling, survivors, verify
from grader.assignment import Assignment
from grader.commands import options as shared
from grader.crew import spread
from grader.errors import UsageError
from grader.sampling import Tally
from grader.sandbox.walls import Wall, choose

PARTS = {"demands": (), "right": ("reference", "variant"), "mistakes": ("mistake",)}
"""What `--only` takes, and what of it is tried over many seeds."""
COURSES_OWN = range(1)
"""The seed of the course's own secret, by which the demands are tried anyway."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("assignment", nargs="?", metavar="A", help="which assignment (default: all of the course)")
    shared.add_course(parser)
    parser.add_argument(
        "--seeds",
        default="1",
        metavar="N",
        help="also draw the cases with N secrets, and count right answers that fail and mistakes that pass (1: don't); "
        "A:B for those from A up to B, so that the work can be done in parts",
    )
    parser.add_argument("--only", choices=tuple(PARTS), help="only the demands, the right answers, or the mistakes")
    parser.add_argument(
        "--confusion", type=Path, metavar="FILE", help="only write, as Markdown, which name each mistake is told by"
    )
    parser.add_argument(
        "--mutants", action="store_true", help="only list small changes to the references that no check notices"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="J", help="spread the work over J processes (1)")
    parser.add_argument("--json", action="store_true", help="one JSON object per demand and tally on stdout")


def run(options: argparse.Namespace) -> int:
    """Returns 1 if any demand does not hold."""
    options.seeds = _seeds(options.seeds)
    if options.jobs < 1:
        raise UsageError(f"--jobs {options.jobs}: at least one is needed")
    if options.only in ("right", "mistakes") and options.seeds == COURSES_OWN:
        raise UsageError(f"--only {options.only} is measured over several seeds; give --seeds N")
    course = shared.course_of(options)
    names = [options.assignment] if options.assignment else list(course.assignments)
    if not names:
        raise UsageError(f"{course.root} has no assignment to verify; make one with `grader new NAME`")
    if options.confusion:
        return _confused([course.assignment(name) for name in names], options)
    if options.mutants:
        return 1 if sum(_mutated(course.assignment(name), options) for name in names) else 0
    with choose("auto", trusted=True, course=course.root) as wall:
        verdicts = [_verify(course.assignment(name), wall, options) for name in names]
    return 0 if all(verdicts) else 1


def _seeds(text: str) -> range:
    """N are the first N seeds, A:B those from A up to B."""
    first, last = text.split(":") if text.count(":") == 1 else ("0", text)
    if not (first.isdecimal() and last.isdecimal()):
        raise UsageError(f"--seeds {text}: give a number, or two as in 200:400")
    seeds = range(int(first), int(last))
    if not seeds:
        raise UsageError(f"--seeds {text}: at least one is needed")
    return seeds


def _verify(assignment: Assignment, wall: Wall, options: argparse.Namespace) -> bool:
    holds = True
    if options.only in (None, "demands"):
        holds = _demands(assignment, wall, options)
    if options.only != "demands" and options.seeds != COURSES_OWN:
        holds = _sampled(assignment, options) and holds
    return holds


def _demands(assignment: Assignment, wall: Wall, options: argparse.Namespace) -> bool:
    kinds: Counter[str] = Counter()
    red = 0
    for item in verify.verify(assignment, wall, options.jobs):
        kinds[item.demand] += 1
        red += not item.ok
        if options.json:
            print(json.dumps(_fields(assignment, item)), flush=True)
        elif not item.ok:
            print(f"{item.place}: {item.exercise}: {item.demand} {item.subject}: {item.fault}", flush=True)
    if not options.json:
        counted = ", ".join(f"{kind}: {count}" for kind, count in kinds.items())
        print(f"{assignment.name}: {'all demands hold' if not red else f'{red} do not hold'} ({counted})", flush=True)
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


def _confused(assignments: list[Assignment], options: argparse.Namespace) -> int:
    """Returns 1 if anything was told a wrong name."""
    told = {
        each.name: list(spread(each, confusion.naming, confusion.subjects(each), options.jobs)) for each in assignments
    }
    options.confusion.write_text(confusion.page(told), encoding="utf-8")
    wrong = [each for several in told.values() for each in several if each.kind == confusion.WRONG]
    print(f"{options.confusion}: {sum(map(len, told.values()))} hand-ins, {len(wrong)} of them told a wrong name")
    return 1 if wrong else 0


# ---------------------------------------------------------------- small changes


def _mutated(assignment: Assignment, options: argparse.Namespace) -> int:
    """How many changes give other answers, and are noticed by no check."""
    tried, found = 0, list[survivors.Survivor]()
    for survey in spread(assignment, survivors.survey, survivors.tasks_for(assignment), options.jobs):
        tried += survey.tried
        found += survey.survivors
        for each in survey.survivors:
            said = {"assignment": assignment.name, **asdict(each)} if options.json else None
            print(json.dumps(said) if said else _survived(each), flush=True)
    moving = sum(each.moves for each in found)
    if not options.json:
        print(
            f"{assignment.name}: {tried} changes; no check notices {len(found)}: {moving} of them change an answer, "
            f"{len(found) - moving} change none on any case",
            flush=True,
        )
    return moving


def _survived(each: survivors.Survivor) -> str:
    """One line; where a whole block is changed, its first."""
    before, after = (f"`{text.splitlines()[0]}`" for text in (each.before, each.after))
    which = "changes an answer" if each.moves else "changes no answer"
    return f"{each.place}: {', '.join(each.exercises)}: {before} → {after} {which}"


# ---------------------------------------------------------------- over many seeds


def _sampled(assignment: Assignment, options: argparse.Namespace) -> bool:
    demands = PARTS[options.only] if options.only else ("reference", "variant", "mistake")
    tasks = sampling.tasks_for(assignment, options.seeds, demands)
    holds = True
    for name, tallies in groupby(_by_subject(spread(assignment, sampling.sample, tasks, options.jobs)), _exercise):
        several = list(tallies)
        holds = holds and not any(tally.failed for tally in several)
        if options.json:
            for tally in several:
                print(json.dumps(_counted(assignment, tally)), flush=True)
        else:
            print("\n".join(_told(assignment, name, several)), flush=True)
    return holds


def _exercise(tally: Tally) -> str:
    return tally.exercise


def _by_subject(tallies: Iterable[Tally]) -> Iterator[Tally]:
    """Tallies of consecutive ranges, added up."""
    for _, several in groupby(tallies, lambda tally: (tally.exercise, tally.demand, tally.subject)):
        yield reduce(add, several)


def _counted(assignment: Assignment, tally: Tally) -> dict[str, object]:
    return {
        "assignment": assignment.name,
        "exercise": tally.exercise,
        "demand": tally.demand,
        "subject": tally.subject,
        "seeds": tally.tried,
        "failed": tally.failed,
        "rate_below": tally.bound if not tally.failed else None,
        "margin": tally.margin if math.isfinite(tally.margin) else None,
        "fault": tally.fault,
    }


def _told(assignment: Assignment, name: str, tallies: list[Tally]) -> Iterator[str]:
    """A line for each subject that failed, then one for right answers and one for mistakes."""
    module = assignment.modules[name]
    for tally in tallies:
        if tally.failed:
            line = module.line_of(f'"{tally.subject}"') or module.line_of(f"def {assignment.exercises[name].uses[0]}")
            which = "missed" if tally.demand == "mistake" else "failed"
            often = f"{which} {tally.failed} of {tally.tried} times, first at {tally.fault}"
            yield f"{module.path}:{line}: {name}: {tally.demand} {tally.subject}: {often}"
    right = [tally for tally in tallies if tally.demand != "mistake"]
    if right:
        tried, failed = sum(tally.tried for tally in right), sum(tally.failed for tally in right)
        rate = "" if failed else f" (rate below {3 / tried:.2g}, 95 %)"
        yield f"{name}: right answers: {failed} of {tried} failed{rate}; {_nearest(right, max, 'failing')}"
    wrong = [tally for tally in tallies if tally.demand == "mistake"]
    if wrong:
        tried, failed = sum(tally.tried for tally in wrong), sum(tally.failed for tally in wrong)
        yield f"{name}: {len(wrong)} mistakes: {failed} of {tried} missed; {_nearest(wrong, min, 'passing')}"


def _nearest(tallies: list[Tally], worst: Callable[..., Tally], to: str) -> str:
    measured = [tally for tally in tallies if math.isfinite(tally.margin) and (to == "failing" or tally.margin > 1)]
    if not measured:
        return "no numbers compared"
    found = worst(measured, key=lambda tally: tally.margin)
    return f"nearest to {to}: {found.subject}, at {found.margin:.2g} of the tolerance"
