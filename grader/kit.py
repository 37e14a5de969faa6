"""The student kit: what students check their own work with. One folder, without a solution and without a hidden case.

It holds the handout, the starters and the probes; `kit.json`: the built-in checks as names and fields, and the
sentences of the known mistakes; `arrays.bin`: inputs of the visible cases, what is expected on them, and what each
known mistake gives there, in the format of the sandbox's wire. Directions of gradient checks come from seeds of the
kit's own. Checks of the course's own making and timings stay with the instructor.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grader import checks as built_in
from grader.assignment import Assignment
from grader.bench import Bench, bench_for, concerns, runs_for
from grader.errors import UsageError
from grader.expect import STANDARD
from grader.model import BASE, Check, Drawn, Exercise, Mistake, Observation, Run, Seen, Status, Variant
from grader.rubric import AssignmentInfo, ExerciseRubric, Rubric
from grader.sandbox.inside.wire import WireError, receive, send
from grader.seeds import seed_of

SCHEMA = 1
NOT_IN_A_KIT = ("Faster", "Grows")
"""Timings of one machine say nothing on another."""
HANDED_OUT = ("README.md", "starter.py", "starter.ipynb", "probes.py")
REQUIREMENTS = "requirements.txt"
"""Of the whole course."""


# ---------------------------------------------------------------- releasing


def release(assignment: Assignment, folder: Path) -> list[Path]:
    """Writes the kit into this folder, which must be empty or absent; returns what was written."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; release into a new folder, so that nothing old stays in the kit")
    folder.mkdir(parents=True, exist_ok=True)
    for name in HANDED_OUT:
        if (assignment.folder / name).exists():
            shutil.copyfile(assignment.folder / name, folder / name)
    if (assignment.root / REQUIREMENTS).exists():
        shutil.copyfile(assignment.root / REQUIREMENTS, folder / REQUIREMENTS)
    bench = _visible_bench(bench_for(assignment))
    description = json.dumps(_described(bench), indent=1, ensure_ascii=False) + "\n"
    (folder / "kit.json").write_text(description, encoding="utf-8")
    with (folder / "arrays.bin").open("wb") as out:
        send(out, _arrays(bench))
    return sorted(folder.iterdir())


def _visible_bench(bench: Bench) -> Bench:
    """The bench with what students may have: visible cases, built-in checks, seeds of the kit's own."""
    cases = {
        name: tuple(_reseeded(bench, name, case) for case in drawn if case.visible)
        for name, drawn in bench.cases.items()
    }
    exercises = [_trimmed(exercise, cases[exercise.name]) for exercise in bench.exercises]
    kept = tuple(exercise for exercise in exercises if exercise.checks)
    return dataclasses.replace(bench, exercises=kept, cases={exercise.name: cases[exercise.name] for exercise in kept})


def _reseeded(bench: Bench, exercise: str, case: Drawn) -> Drawn:
    return dataclasses.replace(case, seed=seed_of(b"kit", bench.assignment, exercise, case.name))


def _trimmed(exercise: Exercise, cases: Iterable[Drawn]) -> Exercise:
    cases = list(cases)
    kept = []
    for check in exercise.checks:
        given = type(check).__name__
        ours = given in built_in.__all__ and given not in NOT_IN_A_KIT
        if ours and any(concerns(check, case) for case in cases):
            names = tuple(name for name in check.on if name in {case.name for case in cases})
            kept.append(_remade(check, on=names))
    return dataclasses.replace(exercise, checks=tuple(kept))


def _described(bench: Bench) -> dict[str, Any]:
    """`kit.json`."""
    return {
        "schema": SCHEMA,
        "assignment": bench.assignment,
        "title": bench.rubric.assignment.title,
        "exercises": [_exercise_described(bench, exercise) for exercise in bench.exercises],
    }


def _exercise_described(bench: Bench, exercise: Exercise) -> dict[str, Any]:
    section = bench.rubric.exercises[exercise.name]
    keys = [check.key for check in exercise.checks]
    return {
        "name": exercise.name,
        "title": section.title or exercise.title,
        "uses": exercise.uses,
        "prefer": exercise.prefer,
        "shapes": dict(exercise.shapes),
        "points": {key: section.points[key] for key in keys},
        "hints": {key: hint for key, hint in section.hints.items() if key in keys},
        "checks": [{"check": type(check).__name__, **_fields(check)} for check in exercise.checks],
        "mistakes": [{"id": mistake.id, "says": mistake.says} for mistake in exercise.mistakes],
        "variants": [{"id": each.id, "says": each.says} for each in exercise.variants if each.id in section.accepts],
        "cases": [_case_described(case) for case in bench.cases[exercise.name]],
    }


def _case_described(case: Drawn) -> dict[str, Any]:
    names = ("name", "hint", "tolerance", "reserved", "seed")
    return {name: getattr(case, name) for name in names} | {"letters": dict(case.letters)}


def _arrays(bench: Bench) -> dict[str, Any]:
    """`arrays.bin`: inputs, expectations and mistakes, each by a path of names."""
    inputs: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    mistaken: dict[str, Any] = {}
    for exercise in bench.exercises:
        conventions = (STANDARD, *bench.rubric.exercises[exercise.name].accepts)
        for case in bench.cases[exercise.name]:
            inputs[_path(exercise.name, case.name)] = dict(case.inputs)
            for convention in conventions:
                runs = [run for run in runs_for(exercise, case).values() if not run.theirs_only]
                seen = bench.expectations.expected(exercise, case, runs, convention)
                for label, run in seen.runs.items():
                    expected[_path(exercise.name, case.name, convention, label)] = _kept(run)
                for mistake in exercise.mistakes:
                    run = bench.expectations.mistaken(exercise, case, convention, (mistake.id,))
                    mistaken[_path(exercise.name, case.name, convention, mistake.id)] = _kept(run)
    return {"inputs": inputs, "expected": expected, "mistaken": mistaken}


def _kept(run: Observation) -> dict[str, Any]:
    """What of an observation is compared with anything; messages of our own code are of no use to anybody."""
    said = run.message.split(":")[0] if run.status is Status.RAISED else ""
    return {
        "status": str(run.status),
        "arrays": dict(run.arrays),
        "message": said,
        "changed": list(run.changed),
        "touched": run.touched_random_state,
    }


# ---------------------------------------------------------------- reading a kit


def find_kit(given: Path | None, start: Path) -> Path | None:
    """The given folder, else the nearest one above `start` that holds a kit; None if there is none."""
    if given is not None:
        if not (given / "kit.json").is_file():
            raise UsageError(f"{given} is no student kit: it holds no kit.json")
        return given
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / "kit.json").is_file()), None)


def read_kit(folder: Path) -> Bench:
    """The bench that this kit describes. UsageError if it was made by another version or is damaged."""
    try:
        text = (folder / "kit.json").read_text(encoding="utf-8")
        described = json.loads(text)
        if described["schema"] != SCHEMA:
            raise UsageError(f"{folder / 'kit.json'} is of version {described['schema']}; this grader reads {SCHEMA}")
        with (folder / "arrays.bin").open("rb") as file:
            arrays = receive(file)
        return _bench(described, arrays, folder)
    except OSError as error:
        raise UsageError(f"{folder}: the kit cannot be read: {error.strerror}: {error.filename}") from error
    except (WireError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder}: the kit is damaged ({error}); get it anew from your instructor") from error


def _bench(described: dict[str, Any], arrays: dict[str, Any], folder: Path) -> Bench:
    exercises = tuple(_exercise_read(each) for each in described["exercises"])
    cases = {each["name"]: tuple(_cases_read(each, arrays["inputs"])) for each in described["exercises"]}
    sections = {
        each["name"]: ExerciseRubric(
            points=each["points"],
            title=each["title"],
            hints=each["hints"],
            accepts=tuple(variant["id"] for variant in each["variants"]),
        )
        for each in described["exercises"]
    }
    rubric = Rubric(assignment=AssignmentInfo(title=described["title"]), exercises=sections)
    probes = (folder / "probes.py").read_text(encoding="utf-8")
    expectations = StoredExpectations(arrays["expected"], arrays["mistaken"])
    digest = hashlib.sha256((folder / "arrays.bin").read_bytes()).hexdigest()
    return Bench(described["assignment"], exercises, cases, rubric, expectations, probes, digest)


def _exercise_read(each: dict[str, Any]) -> Exercise:
    return Exercise(
        each["name"],
        tuple(each["uses"]),
        tuple(each["prefer"]),
        (),
        tuple(_check_read(dict(check)) for check in each["checks"]),
        tuple(Mistake(mistake["id"], mistake["says"], "", "") for mistake in each["mistakes"]),
        tuple(Variant(variant["id"], variant["says"], "", "") for variant in each["variants"]),
        each["title"],
        each["shapes"],
    )


def _cases_read(each: dict[str, Any], inputs: dict[str, Any]) -> Iterator[Drawn]:
    for case in each["cases"]:
        fields = {name: case[name] for name in ("name", "hint", "tolerance", "reserved", "seed", "letters")}
        given = inputs[_path(each["name"], case["name"])]
        yield Drawn(inputs=given, visible=True, shapes=each["shapes"], **fields)


def _check_read(fields: dict[str, Any]) -> Check:
    name = fields.pop("check")
    if name not in built_in.__all__:
        raise ValueError(f"there is no check {name}")
    kind = getattr(built_in, name)
    return _made(kind, {field: tuple(value) if isinstance(value, list) else value for field, value in fields.items()})


class StoredExpectations:
    """Expectations read from a kit."""

    def __init__(self, expected: dict[str, Any], mistaken: dict[str, Any]) -> None:
        self._expected, self._mistaken = expected, mistaken

    def expected(self, exercise: Exercise, case: Drawn, runs: Iterable[Run], convention: str = STANDARD) -> Seen:
        """The stored runs; a run that a check asked for later is not among them and counts as missing."""
        paths = {run.label: _path(exercise.name, case.name, convention, run.label) for run in runs}
        return Seen({label: _observation(self._expected.get(path)) for label, path in paths.items()})

    def mistaken(self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...]) -> Observation:
        """The base run with this mistake made; combinations are not in a kit."""
        if not mistakes:
            return _observation(self._expected.get(_path(exercise.name, case.name, convention, BASE)))
        return _observation(self._mistaken.get(_path(exercise.name, case.name, convention, "+".join(mistakes))))


def _observation(kept: dict[str, Any] | None) -> Observation:
    if kept is None:
        return Observation(Status.MISSING)
    return Observation(
        Status(kept["status"]),
        kept["arrays"],
        kept["message"],
        changed=tuple(kept["changed"]),
        touched_random_state=kept["touched"],
    )


# ---------------------------------------------------------------- checks as fields


def _fields(check: Any) -> dict[str, Any]:
    return {field.name: getattr(check, field.name) for field in dataclasses.fields(check)}


def _remade(check: Any, **changed: Any) -> Check:
    return _made(type(check), _fields(check) | changed)


def _made(kind: type, fields: dict[str, Any]) -> Check:
    """A frozen check with these fields, whatever its constructor takes."""
    check: Any = object.__new__(kind)
    for field in dataclasses.fields(kind):
        object.__setattr__(check, field.name, fields[field.name])
    made: Check = check
    return made


def _path(*names: str) -> str:
    return "/".join(names)
