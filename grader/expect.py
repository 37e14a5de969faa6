"""What should have come out: the same probes and runs on our own code, once per batch.

The reference is the first submission: it goes through the very worker that runs students' code, only in this process
and without a wall, for it is ours. Nothing of it is ever sent to a process that runs submitted code.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from threadpoolctl import ThreadpoolController

from grader.assignment import Assignment
from grader.errors import CourseError
from grader.model import BASE, Drawn, Exercise, Observation, Patch, Run, Seen, Status
from grader.play import Play, StandIn, outputs_among
from grader.sandbox.inside.call import Answer, Call, attempt, ran

UNLIMITED = 1 << 40
"""Bytes that our own answers may have."""

STANDARD = ""
"""Name of the reference as it stands; other conventions are named by their variant."""
AFTER = "after "
"""Begins the name of a convention by which mistakes made elsewhere are carried through (`following`)."""
AS_CALLED = "*"
"""Stands in such a name for mistakes that have none: the functions answer as the submission's own did."""
BY = " by "
"""Stands before the variant of this exercise in such a name."""


def following(mistakes: Mapping[str, Iterable[str]], variant: str = STANDARD) -> str:
    """The name of the convention: our code of this exercise, calling others in which these mistakes are made.

    `variant` is the one of our code's own conventions that it is written by.
    """
    return AFTER + ";".join(f"{name}:{','.join(ids)}" for name, ids in mistakes.items()) + BY + variant


def followed(convention: str) -> dict[str, list[str]]:
    """The mistakes by exercise that a convention carries through; none for the reference and its variants."""
    if not convention.startswith(AFTER):
        return {}
    made = convention.removeprefix(AFTER).rsplit(BY, 1)[0]
    parts = (part.split(":") for part in made.split(";"))
    return {name: ids.split(",") for name, ids in parts}


def written_by(convention: str) -> str:
    """The variant that a convention is written by, whatever it carries through; STANDARD for the reference."""
    return convention.rsplit(BY, 1)[1] if convention.startswith(AFTER) else convention


class Expectations(Protocol):
    """What is expected of an exercise, by convention, and what its known mistakes would give."""

    def expected(self, exercise: Exercise, case: Drawn, runs: Iterable[Run], convention: str = STANDARD) -> Seen:
        """These runs on the reference, or on its variant of this name."""

    def mistaken(self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...]) -> Observation:
        """The base run with these mistakes made; status `missing` if their patches do not go together."""


@dataclass(frozen=True)
class Changes:
    """What is changed in our code before it is run."""

    own: tuple[Patch, ...] = ()
    upstream: tuple[tuple[str, tuple[Patch, ...]], ...] = ()
    """Patches to other exercises, by name, whose functions this one calls."""
    played: bool = False
    """Whether the functions of those may be answered for by what a submission's gave."""


class ComputedExpectations:
    """Expectations computed from a course's references, kept for the batch. Safe to use from several threads."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._kept: dict[tuple[str, Changes, str, str], Observation] = {}
        self._views: dict[tuple[str, Changes], SimpleNamespace | None] = {}
        self._returned: dict[str, frozenset[int] | None] = {}
        self._lock = threading.Lock()

    def expected(self, exercise: Exercise, case: Drawn, runs: Iterable[Run], convention: str = STANDARD) -> Seen:
        """These runs on the reference, or by another convention."""
        made = self._changes(exercise, convention, ())
        return Seen({run.label: self._observe(exercise, made, case, run) for run in runs})

    def mistaken(self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...]) -> Observation:
        """The base run with these mistakes made; status `missing` if their patches do not go together."""
        run = Run(BASE, case.inputs, seed=case.seed)
        return self._observe(exercise, self._changes(exercise, convention, mistakes), case, run)

    def with_calls(
        self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...], called: Iterable[str]
    ) -> Observation:
        """The base run with these mistakes made, where our code calls the functions of these other exercises."""
        made = self._calling(exercise, convention, mistakes, called)
        return self._observe(exercise, made, case, Run(BASE, case.inputs, seed=case.seed))

    def played(
        self, exercise: Exercise, case: Drawn, convention: str, mistakes: tuple[str, ...], play: Play
    ) -> Observation:
        """The same, while those functions answer as in this play. Not kept: no other submission gives the same."""
        made = self._calling(exercise, convention, mistakes, play.called)
        with self._lock, play.on():
            view = self._view(exercise, made)
            run = Run(BASE, case.inputs, seed=case.seed)
            return Observation(Status.MISSING) if view is None else self._perform(exercise, view, run)

    def returned(self, name: str, exercise: Exercise) -> frozenset[int] | None:
        """Which of the values that this function returns are this exercise's outputs; None if it returns just one.

        The others are for other functions to have: caches.
        """
        with self._lock:
            if name not in self._returned:
                view = self._assignment.solution(exercise)
                case = self._assignment.draw(exercise, exercise.cases[0])
                self._returned[name] = outputs_among(getattr(self._assignment.probes, exercise.name), view, name, case)
            return self._returned[name]

    def _calling(
        self, exercise: Exercise, convention: str, mistakes: tuple[str, ...], called: Iterable[str]
    ) -> Changes:
        own = self._changes(exercise, written_by(convention), mistakes).own
        return Changes(own, tuple((name, ()) for name in called), played=True)

    def _changes(self, exercise: Exercise, convention: str, mistakes: tuple[str, ...]) -> Changes:
        """Mistakes first: they are written against the reference as it stands."""
        wanted = [change for name in mistakes for change in exercise.mistakes if change.id == name]
        wanted += [change for change in exercise.variants if change.id == written_by(convention)]
        upstream = followed(convention)
        return Changes(
            tuple(patch for change in wanted for patch in change.patches),
            tuple((name, self._made_in(name, ids)) for name, ids in upstream.items()),
        )

    def _made_in(self, name: str, ids: Iterable[str]) -> tuple[Patch, ...]:
        mistakes = {mistake.id: mistake for mistake in self._assignment.exercises[name].mistakes}
        return tuple(patch for each in ids for patch in mistakes[each].patches)

    def _observe(self, exercise: Exercise, made: Changes, case: Drawn, run: Run) -> Observation:
        key = (exercise.name, made, case.name, run.label)
        with self._lock:
            if key not in self._kept:
                view = self._view(exercise, made)
                self._kept[key] = Observation(Status.MISSING) if view is None else self._perform(exercise, view, run)
            return self._kept[key]

    def _view(self, exercise: Exercise, made: Changes) -> SimpleNamespace | None:
        """Our code with these patches; None where two of them want to change the same text."""
        key = (exercise.name, made)
        if key not in self._views:
            try:
                stand_in = StandIn.of if made.played else None
                self._views[key] = self._assignment.solution(exercise, made.own, dict(made.upstream), stand_in)
            except CourseError:
                self._views[key] = None
        return self._views[key]

    def _perform(self, exercise: Exercise, view: SimpleNamespace, run: Run) -> Observation:
        return perform_run(getattr(self._assignment.probes, run.probe or exercise.name), view, run)


_BLAS = ThreadpoolController()
"""Workers have one BLAS thread; so have we, or CPU times could not be compared: waiting threads burn it."""


def perform_run(probe: Any, view: Any, run: Run, threads: int = 1) -> Observation:
    """One run in this process, without a wall: for our own code."""
    with _BLAS.limit(limits=threads), warnings.catch_warnings(record=True):
        return _performed(probe, view, run)


def _performed(probe: Any, view: Any, run: Run) -> Observation:
    call = Call(probe, view, dict(run.inputs), _sweep(run), seed=run.generators, answer_bytes=UNLIMITED)
    answers: list[Answer] = []
    started = time.process_time()
    failure = attempt(call.perform, _raised)
    seconds = time.process_time() - started
    answer = failure or attempt(lambda: answers.append(call.answer()), _raised) or answers[0]
    return Observation(
        Status(answer["status"]),
        answer["arrays"],
        answer["message"],
        seconds=seconds,
        changed=tuple(answer["changed"]),
        touched_random_state=answer["touched_random_state"],
    )


def _raised(error: BaseException) -> Answer:
    if isinstance(error, KeyboardInterrupt):
        raise error  # somebody wants the grader to stop
    return ran("raised", message=f"{type(error).__name__}: {error}")


def _sweep(run: Run) -> Mapping[str, Any] | None:
    if run.sweep is None:
        return None
    fields = ("wrt", "output", "directions", "steps", "weights")
    return {name: getattr(run.sweep, name) for name in fields}
