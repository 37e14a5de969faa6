"""What must agree between the three folders of a course: each disagreement with its file and line."""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignment import Assignment
from grader.errors import CourseError
from grader.model import Exercise
from grader.rubric import ExerciseRubric, line_of


def faults(made: Assignment) -> Iterator[CourseError]:
    """Every disagreement, worst first."""
    for name, section in made.rubric.exercises.items():
        if name not in made.exercises:
            yield _at(made, f"there is no exercise {name} in {made.reference_folder}", name)
        else:
            yield from _rubric_faults(made, made.exercises[name], section)
    for exercise in made.exercises.values():
        yield from _exercise_faults(made, exercise)


def _rubric_faults(made: Assignment, exercise: Exercise, section: ExerciseRubric) -> Iterator[CourseError]:
    name, keys = exercise.name, [check.key for check in exercise.checks]
    for key in keys:
        if key not in section.points:
            yield _at(made, f"check {key} of {name} has no points; give it some, or say {key} = 0", name, "points")
    known = {
        "points": keys,
        "visibility": keys,
        "hints": keys,
        "all_or_nothing": keys,
        "accepts": [variant.id for variant in exercise.variants],
        "mistakes": [mistake.id for mistake in exercise.mistakes],
    }
    for table, names in known.items():
        for key in getattr(section, table):
            if key not in names:
                has = f"it has {', '.join(names)}" if names else "it has none"
                yield _at(made, f"{name} knows no {key} under `{table}`; {has}", name, table, key)


def _exercise_faults(made: Assignment, exercise: Exercise) -> Iterator[CourseError]:
    name, module = exercise.name, made.modules[exercise.name]
    if name not in made.rubric.exercises:
        yield CourseError(f"exercise {name} has no section [{name}] with points", made.rubric_file)
    if not callable(getattr(made.probes, name, None)):
        yield CourseError(f"there is no probe `def {name}(student, …)`", made.folder / "probes.py")
    for wanted in exercise.uses:
        if not hasattr(module.module, wanted):
            yield CourseError(f"exercise {name} uses {wanted}, which is not defined here", module.path)
    yield from _follow_faults(made, exercise)
    for change in (*exercise.mistakes, *exercise.variants):
        module.patched_text(change.patches)
    for calls in exercise.calling.values():
        module.patched_text(calls)


def _follow_faults(made: Assignment, exercise: Exercise) -> Iterator[CourseError]:
    """An exercise follows others that exist, and never itself, by however many steps."""
    module = made.modules[exercise.name]
    unknown = [name for name in exercise.follows if name not in made.exercises]
    waiting, met = list(exercise.follows), set[str]()
    while waiting:
        name = waiting.pop()
        if name in made.exercises and name not in met:
            met.add(name)
            waiting.extend(made.exercises[name].follows)
    said_of = [f"{name}, which is no exercise of {made.name}" for name in unknown]
    for said in [*said_of, *(["itself"] if exercise.name in met else [])]:
        yield CourseError(f"{exercise.name} follows {said}", module.path, module.line_of("follows="))


def _at(made: Assignment, sentence: str, *keys: str) -> CourseError:
    text = made.rubric_file.read_text(encoding="utf-8")
    return CourseError(sentence, made.rubric_file, line_of(text, keys))
