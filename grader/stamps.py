"""What a judgement depends on, in parts: so that after a change only what it concerns is done again, and no more of it.

For each exercise: how its runs are made (`observed`) and how they are judged (`judged`); its section of the rubric is
compared by itself. Where it cannot be told what a file concerns, everything that may need it is taken to depend on it.
"""

from __future__ import annotations

import ast
import hashlib
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from grader import __version__
from grader.assignment import Assignment
from grader.bench import Bench, runs_for
from grader.follow import upstream_of
from grader.model import Exercise
from grader.rubric import ExerciseRubric
from grader.sandbox.image.contents import contents
from grader.sandbox.limits import Limits

RUNS = ("sandbox/inside/*.py", "sandbox/*.py", "conduct.py")
"""Files of the grader that make runs."""
JUDGES = ("checks/*.py", *(f"{name}.py" for name in ("judge", "sitting", "examine", "diagnose", "general_shapes")))
"""Files of the grader that judge them, beside those below."""
BESIDE = tuple(
    f"{name}.py" for name in ("as_called", "bench", "expect", "follow", "play", "score", "seeds", "trace", "upstream")
)


@dataclass(frozen=True)
class Stamp:
    """Of one exercise; each a hash, as hex."""

    observed: str
    """What decides how a run goes: probe, names, limits, packages, sandbox. A run's own inputs are hashed with it."""
    judged: str
    """All that, the cases, the checks, references, mistakes and conventions; not the points."""


def stamps_of(assignment: Assignment, bench: Bench, limits: Limits) -> dict[str, Stamp]:
    """The stamps of every exercise, by name."""
    probes = _Probes(bench.probes)
    around = _seal(environment(assignment.root), repr(limits))
    observed = {each.name: _observed(bench, probes, each, around) for each in bench.exercises}
    judged = {each.name: _judged(assignment, bench, probes, each, observed) for each in bench.exercises}
    return {name: Stamp(observed[name], judged[name]) for name in observed}


def environment(course: Path) -> str:
    """What submissions run in. The same behind every wall, as the versions are: a judgement depends on none."""
    asked = contents(course).requirements
    return _seal(platform.python_version(), np.__version__, *asked, program(*RUNS))


def scored(section: ExerciseRubric, *, past_due: bool) -> str:
    """The section of the rubric, as a hash; what is shown after the deadline only depends on whether it is past."""
    return _seal(section.model_dump_json(), str(past_due))


@cache
def program(*patterns: str) -> str:
    """The grader's version, and these of its files: whoever changes a check need not change the version to see it."""
    here = Path(__file__).parent
    files = (file for pattern in patterns for file in sorted(here.glob(pattern)))
    return _seal(__version__, *(file.read_text(encoding="utf-8") for file in files))


def _observed(bench: Bench, probes: _Probes, exercise: Exercise, around: str) -> str:
    """Calls of functions upstream may be traced: which those are belongs to it."""
    concerned = [exercise, *(bench.exercise(name) for name in upstream_of(bench, exercise))]
    names = [part for each in concerned for part in (*each.uses, "prefer", *each.prefer)]
    return _seal(around, probes.text(exercise.name), *names)


def _judged(assignment: Assignment, bench: Bench, probes: _Probes, exercise: Exercise, observed: dict[str, str]) -> str:
    runs = [run for case in bench.cases[exercise.name] for run in runs_for(exercise, case).values()]
    called = sorted({exercise.name, *(run.probe for run in runs if run.probe)})
    files = _files(assignment, bench, probes, exercise, called)
    return _seal(
        program(*JUDGES, *BESIDE),
        hashlib.sha256(assignment.secret).hexdigest(),
        *(observed[name] for name in called),
        *bench.rubric.exercises[exercise.name].accepts,
        *(f"{file.name}\0{file.read_text(encoding='utf-8')}" for file in files),
    )


def _files(
    assignment: Assignment, bench: Bench, probes: _Probes, exercise: Exercise, called: Iterable[str]
) -> list[Path]:
    """The reference files that this exercise may depend on: its own, those of what it calls, and all they import."""
    mentioned = {name for each in called for name in probes.mentioned(each)}
    uses = (other.name for other in bench.exercises if mentioned & set(other.uses))
    names = {*called, *upstream_of(bench, exercise), *uses}
    found: set[Path] = set()
    waiting = [assignment.modules[name].path for name in names]
    while waiting:
        path = waiting.pop()
        if path not in found and path.is_file():
            found.add(path)
            waiting.extend(path.with_name(f"{name}.py") for name in _neighbours(path.read_text(encoding="utf-8")))
    return sorted(found)


def _neighbours(text: str) -> Iterator[str]:
    """Modules of the same folder that this one imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]


class _Probes:
    """The text of the probes, taken apart: what one of them does, without the others."""

    def __init__(self, text: str) -> None:
        self._named: dict[str, ast.stmt] = {}
        self._always: list[ast.stmt] = []
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self._named[node.name] = node
            else:
                self._always.append(node)

    def text(self, name: str) -> str:
        """What this probe does: itself, all definitions that it leads to, and what is run in any case."""
        reached: dict[str, ast.stmt] = {}
        waiting = [name, *(each for node in self._always for each in sorted(_names(node)))]
        while waiting:
            each = waiting.pop(0)
            if each in self._named and each not in reached:
                reached[each] = self._named[each]
                waiting.extend(sorted(_names(reached[each])))
        return "\n".join(ast.unparse(node) for node in (*self._always, *reached.values()))

    def mentioned(self, name: str) -> set[str]:
        """Every name that stands in it."""
        return _names(ast.parse(self.text(name)))


def _names(node: ast.AST) -> set[str]:
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return found | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def _seal(*parts: str) -> str:
    seal = hashlib.sha256()
    for part in parts:
        piece = part.encode("utf-8", "surrogatepass")
        seal.update(len(piece).to_bytes(8, "big") + piece)
    return seal.hexdigest()[:32]
