"""A pytest plug-in: `pytest` in a course's folder collects `rubrics/*.toml`, one item for every demand.

It looks only at TOML files in a folder `rubrics` that stands beside `reference/` and `assignments/` with the same names
in them, and only where pytest itself comes by: elsewhere it does nothing. `-p no:grader` switches it off.

Each item says which demand: `rubrics/a.toml::softmax_loss::mistake[summed]`. So `-k mistake`, `--junit-xml` and xdist
work as with any other test.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from grader import oracle, sampling, verify
from grader.assignment import Assignment
from grader.catalog import Course, bundled_root, is_course
from grader.checks import Gradient
from grader.errors import GraderError
from grader.model import Exercise
from grader.sandbox.walls import choose
from grader.verify import Item

SEEDS = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    """--grader-seeds."""
    words = f"courses: secrets with which cases are drawn for `stable over seeds` ({SEEDS})"
    parser.getgroup("grader").addoption("--grader-seeds", type=int, default=SEEDS, metavar="N", help=words)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RubricFile | None:
    """Rubrics of a course, and nothing else."""
    name, root = file_path.stem, file_path.parent.parent
    if file_path.suffix != ".toml" or file_path.parent.name != "rubrics" or not is_course(root):
        return None
    if not (root / "reference" / name).is_dir() or not (root / "assignments" / name).is_dir():
        return None
    return RubricFile.from_parent(parent, path=file_path)


class RubricFile(pytest.File):
    """One assignment."""

    @cached_property
    def assignment(self) -> Assignment:
        """Loaded and validated; CourseError with file and line where it does not fit together."""
        root = self.path.parent.parent.resolve()
        return Course(root, bundled=root == bundled_root().resolve()).assignment(self.path.stem)

    @cached_property
    def starters(self) -> list[Item]:
        """What the starters earn, exercise by exercise: they go through a wall once."""
        with choose("auto", trusted=True) as wall:
            return list(verify.starters(self.assignment, wall))

    def collect(self) -> Iterable[ExerciseNode]:
        """The exercises."""
        for name in self.assignment.exercises:
            yield ExerciseNode.from_parent(self, name=name)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ARG002
        """A course that cannot be read is told in one line, with file and line."""
        return str(excinfo.value) if isinstance(excinfo.value, GraderError) else super().repr_failure(excinfo)


class ExerciseNode(pytest.Collector):
    """One exercise."""

    parent: RubricFile

    @property
    def exercise(self) -> Exercise:
        """What stands in the reference."""
        return self.parent.assignment.exercises[self.name]

    def collect(self) -> Iterable[Demand]:
        """Its demands."""
        for name, ask in self._demands():
            yield Demand.from_parent(self, name=name, ask=ask)

    def _demands(self) -> Iterator[tuple[str, Callable[[], list[Item]]]]:
        exercise = self.exercise
        yield "reference", partial(self._asked, 0)
        for place, change in enumerate((*exercise.variants, *exercise.mistakes), 1):
            kind = "variant" if place <= len(exercise.variants) else "mistake"
            yield f"{kind}[{change.id}]", partial(self._asked, place)
        for check in exercise.checks:
            if isinstance(check, Gradient):
                yield f"oracle[{check.key}]", partial(self._oracle, check)
        if exercise.oracle is not None:
            yield "oracle", self._authors_oracle
        yield "starter", self._starter
        yield "empty", self._empty
        if exercise.calling:
            yield "calls", self._calls
        yield "stable", self._stable

    def _asked(self, place: int) -> list[Item]:
        return verify.verify_slice(self.parent.assignment, verify.Task(self.name, place, place + 1))

    def _empty(self) -> list[Item]:
        first = 1 + len(self.exercise.variants) + len(self.exercise.mistakes)
        return verify.verify_slice(
            self.parent.assignment, verify.Task(self.name, first, first + len(verify.EMPTY_ANSWERS))
        )

    def _calls(self) -> list[Item]:
        first = 1 + len(self.exercise.variants) + len(self.exercise.mistakes) + len(verify.EMPTY_ANSWERS)
        return verify.verify_slice(self.parent.assignment, verify.Task(self.name, first, first + 99))

    def _starter(self) -> list[Item]:
        return [item for item in self.parent.starters if item.exercise in (self.name, "")]

    def _oracle(self, check: Gradient) -> list[Item]:
        assignment = self.parent.assignment
        told = [each.fault for each in oracle.opinions(assignment, self.exercise, check)]
        return [self._item(f"oracle of {check.key}", fault) for fault in told]

    def _authors_oracle(self) -> list[Item]:
        assignment, exercise = self.parent.assignment, self.exercise
        cases = [assignment.draw(exercise, case) for case in exercise.cases]
        told = [oracle.authors_opinion(assignment, exercise, case) for case in cases]
        if not any(told):
            pytest.skip("what the oracle imports is not installed")
        return [self._item("oracle", each.fault) for each in told if each is not None]

    def _stable(self) -> list[Item]:
        assignment, seeds = self.parent.assignment, self.config.getoption("--grader-seeds")
        tasks = sampling.tasks_for(assignment, range(seeds), ("reference", "variant", "mistake"), only=self.name)
        tallies = [sampling.sample(assignment, task) for task in tasks]
        return [
            self._item(f"{each.demand} {each.subject}", each.fault if each.failed else "", each.subject)
            for each in tallies
        ]

    def _item(self, subject: str, fault: str, name: str = "") -> Item:
        module = self.parent.assignment.modules[self.name]
        line = (name and module.line_of(f'"{name}"')) or module.line_of(f"def {self.exercise.uses[0]}")
        return Item(self.name, "demand", subject, fault, module.path, line)


class Demand(pytest.Item):
    """One demand on one exercise."""

    parent: ExerciseNode

    def __init__(self, *, ask: Callable[[], list[Item]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._ask = ask

    def runtest(self) -> None:
        """Asks, and fails on the first that does not hold."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # mistakes and empty answers are not finite, on purpose
            broken = [item for item in self._ask() if not item.ok]
        if broken:
            raise DemandError(broken)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """File, line and sentence; no traceback of ours."""
        if isinstance(excinfo.value, DemandError | GraderError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where pytest says that it stands: in the rubric."""
        return self.path, None, f"{self.parent.name}: {self.name}"


class DemandError(AssertionError):
    """Demands that do not hold: a line for each."""

    def __init__(self, broken: Iterable[Item]) -> None:
        told = (f"{item.place}: {item.exercise}: {item.demand} {item.subject}: {item.fault}" for item in broken)
        super().__init__("\n".join(told))
