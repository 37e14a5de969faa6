"""A made-up class: who is in it, what they hand in and when. All of it is drawn from one seed.

A hand-in is the solutions of all exercises as one student might have written them: most right, some with a known
mistake, a few empty, unreadable or only half there. Every text ends with the student's own comment, so that no two are
the same file.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from grader.assignment import Assignment
from grader.samples import Solution, solution_text

WRONG = 0.2
"""Of the exercises, how many are wrong by a mistake that has a name."""
LATE, NOTHING, UNREADABLE, AGAIN = 0.15, 0.02, 0.01, 0.1
"""Of the class: who is late, hands in nothing, hands in rubbish, hands in a second time."""
GIVEN = ("Ada", "Zoë", "José", "Łukasz", "Ngọc", "Иван", "美玲", "محمد", "Søren", "Chloé", "Åsa", "Νίκος")
FAMILY = ("O'Neil", "Müller", "García", "Nguyễn", "Иванова", "王", "Öztürk", "Smith-Jones", "de la Cruz", "Ğ", "Kim")


@dataclass(frozen=True)
class Student:
    """One row of the roster."""

    number: int
    name: str

    @property
    def id(self) -> str:
        """The university's own."""
        return f"s{self.number:05d}"

    @property
    def canvas(self) -> str:
        """Canvas's."""
        return str(70000 + self.number)


@dataclass(frozen=True)
class HandIn:
    """What one student hands in, once."""

    student: Student
    text: str
    received: dt.datetime


def students(count: int, dice: random.Random) -> list[Student]:
    """So many, with names in many scripts."""
    return [Student(number, f"{dice.choice(FAMILY)} {number}, {dice.choice(GIVEN)}") for number in range(count)]


def hand_ins(
    assignment: Assignment, pupils: Sequence[Student], due: dt.datetime, dice: random.Random
) -> tuple[list[HandIn], list[HandIn]]:
    """What came first, by whom it came; and what some of them handed in later instead."""
    first, again = [], []
    for pupil in pupils:
        if dice.random() < NOTHING:
            continue
        first.append(HandIn(pupil, _text(assignment, pupil, dice, WRONG), _time(due, dice)))
        if dice.random() < AGAIN:
            better = _text(assignment, pupil, dice, WRONG / 2)
            again.append(HandIn(pupil, better, first[-1].received + dt.timedelta(hours=dice.uniform(1, 40))))
    return first, again


def write_export(folder: Path, handed_in: Iterable[HandIn]) -> Path:
    """The hand-ins as Gradescope exports them."""
    folder.mkdir(parents=True)
    told = {}
    for number, each in enumerate(handed_in, 1):
        name = f"submission_{each.student.number * 10 + number % 10}"
        (folder / name).mkdir()
        (folder / name / "hand_in.py").write_text(each.text, encoding="utf-8")
        person = {":name": each.student.name, ":sid": each.student.id, ":email": f"{each.student.id}@example.org"}
        told[name] = {":submitters": [person], ":created_at": each.received.isoformat()}
    (folder / "submission_metadata.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return folder


def _time(due: dt.datetime, dice: random.Random) -> dt.datetime:
    """Most come in the last days; who is late is late by up to four days."""
    hours = dice.uniform(0.2, 90) if dice.random() < LATE else -dice.expovariate(1 / 30)
    return (due + dt.timedelta(hours=hours)).replace(microsecond=0)


def _text(assignment: Assignment, pupil: Student, dice: random.Random, wrong: float) -> str:
    if dice.random() < UNREADABLE:
        return f"def {pupil.id}(:\n"
    parts = [_solution(assignment, name, _changes(assignment, name, dice, wrong)) for name in _modules(assignment)]
    return "\n\n\n".join(["import numpy as np", *parts, f"# {pupil.id}, {dice.random()}"]) + "\n"


def _changes(assignment: Assignment, module: str, dice: random.Random, wrong: float) -> tuple[str, ...]:
    """At most one mistake in each module: two of them may want to change the same words."""
    declared = [assignment.exercises[name] for name, each in assignment.modules.items() if each.path.stem == module]
    exercises = [each for each in declared if each.mistakes]
    if not exercises or dice.random() >= wrong * len(exercises):
        return ()
    exercise = dice.choice(exercises)
    return (f"{exercise.name}.{dice.choice(exercise.mistakes).id}",)


def _modules(assignment: Assignment) -> list[str]:
    return list(dict.fromkeys(module.path.stem for module in assignment.modules.values()))


@cache
def _solution(assignment: Assignment, module: str, changes: tuple[str, ...]) -> str:
    return solution_text(assignment, Solution(module, changes)).rstrip()
