"""One submission's way through its sandbox: which definition is graded, and when enough time has been spent on it.

Two timeouts end an exercise and a load timeout ends that file; the session keeps the budget of the submission as a
whole. So the worst that a hand-in can cost is known beforehand.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import takewhile
from pathlib import PurePosixPath

from grader.model import Definition, Exercise, Observation, Run, SourceFacts, Status, Survey
from grader.sandbox.session import Session

TIMEOUTS_PER_EXERCISE = 2

LOOPLESS = frozenset(
    """
    abs bool complex divmod float int isinstance len list max min pow print range reversed round slice str sum tuple
    type ValueError TypeError AssertionError
    """.split()  # noqa: SIM905 - a text, because a list of quoted words is read by nobody
)
"""Builtins that call nothing that they are given, or not once for each example."""
LOOPING = frozenset(
    (
        *("numpy.vectorize", "numpy.apply_along_axis", "numpy.apply_over_axes", "numpy.frompyfunc"),
        *("numpy.fromiter", "numpy.fromfunction", "numpy.piecewise"),
    )
)
"""Functions of numpy behind which a loop stands that the source does not show."""
_CALLING = frozenset({"map", "starmap", "imap", "submit", "apply", "applymap", "reduce"})
"""Methods that do the same, whatever they are methods of."""


@dataclass(frozen=True)
class Found:
    """The definitions that one exercise is graded by."""

    chosen: Mapping[str, Definition]
    """By name, for the names that are defined somewhere."""
    notes: tuple[str, ...]
    """Which definitions were passed over."""
    facts: SourceFacts
    missing: str = ""
    """Why a name is nowhere to be found; empty if all are there."""

    @property
    def uses(self) -> dict[str, str]:
        """File by name, as the sandbox wants it."""
        return {name: definition.file for name, definition in self.chosen.items()}

    @property
    def places(self) -> str:
        """Where the graded definitions stand, in words."""
        return "; ".join(dict.fromkeys(definition.place for definition in self.chosen.values()))


def find(exercise: Exercise, survey: Survey) -> Found:
    """The definition that wins for each name: preferred files, then modules, then shallow paths, then the alphabet."""
    chosen: dict[str, Definition] = {}
    notes: list[str] = []
    for name in exercise.uses:
        candidates = [definition for definition in survey.definitions if definition.name == name]
        latest = {definition.file: definition for definition in candidates}
        ranked = sorted(latest.values(), key=lambda definition: _rank(definition, exercise.prefer))
        if ranked:
            chosen[name] = ranked[0]
            notes += _passed_over(name, ranked)
    lost = [name for name in exercise.uses if name not in chosen]
    missing = _missing(lost, survey) if lost else ""
    return Found(chosen, tuple(notes), _facts(survey, chosen.values()), missing)


_OLD_COPY = re.compile(r"(?i)(^|[^a-z])(backup|bak|old|copy|draft|archive|unused|tmp)([^a-z]|$)|\(\d+\)")
"""What people call a file that they do not mean."""


def _rank(definition: Definition, prefer: Sequence[str]) -> tuple[int, bool, bool, int, str]:
    path = PurePosixPath(definition.file)
    wishes = [
        i
        for i, pattern in enumerate(prefer)
        if fnmatch("/" + definition.file, "/" + pattern.removeprefix("**/"))
        or fnmatch("/" + definition.file, "*/" + pattern.removeprefix("**/"))
    ]
    looks_old = bool(_OLD_COPY.search(definition.file))
    return min(wishes, default=len(prefer)), looks_old, path.suffix == ".ipynb", len(path.parts), definition.file


def _passed_over(name: str, ranked: Sequence[Definition]) -> list[str]:
    if len(ranked) == 1:
        return []
    others = ", ".join(definition.place for definition in ranked[1:])
    return [f"{name} is defined more than once: graded is the one in {ranked[0].place}; not {others}"]


def _missing(lost: Sequence[str], survey: Survey) -> str:
    names = " and ".join(lost)
    unreadable = "; ".join(survey.problems.values())
    defined = "is not defined" if len(lost) == 1 else "are not defined"
    if unreadable:
        return f"{names} {defined} in any file that could be read; {unreadable}"
    return f"{names} {defined} in any of the files handed in"


def _facts(survey: Survey, chosen: Iterable[Definition]) -> SourceFacts:
    """What the source says of these definitions and of the helpers that they call, wherever those are defined."""
    chosen = list(chosen)
    waiting = [(definition.file, definition.name) for definition in chosen]
    homes: dict[str, str] = {}
    for definition in survey.definitions:
        homes.setdefault(definition.name, definition.file)
    facts: dict[tuple[str, str], SourceFacts] = {}
    while waiting:
        place = waiting.pop()
        if place in facts or place not in survey.facts:
            continue
        facts[place] = survey.facts[place]
        for called, _ in facts[place].calls:
            helper = called.split(".")[-1]
            here = (place[0], helper)
            waiting.append(here if here in survey.facts else (homes.get(helper, ""), helper))
    return SourceFacts(
        tuple(call for each in facts.values() for call in each.calls),
        tuple(dict.fromkeys(module for each in facts.values() for module in each.imports)),
        tuple(line for each in facts.values() for line in each.loops),
        tuple(sorted(_mentioned(survey, chosen, homes))),
        read=bool(chosen)
        and not _assigned(survey, [*facts, *((each.file, each.name) for each in chosen)])
        and not _hides_loops(facts),
    )


def _mentioned(survey: Survey, chosen: Iterable[Definition], homes: Mapping[str, str]) -> set[str]:
    """Every name that these definitions read, and those that they read, and so on."""
    waiting = [(definition.file, definition.name) for definition in chosen]
    met, names = set(waiting), set[str]()
    while waiting:
        place = waiting.pop()
        here = survey.facts[place].names if place in survey.facts else ()
        names.update(here)
        places = [
            (place[0], name) if (place[0], name) in survey.facts else (homes.get(name, ""), name) for name in here
        ]
        waiting += [each for each in dict.fromkeys(places) if each not in met]
        met.update(places)
    return names


def _assigned(survey: Survey, facts: Iterable[tuple[str, str]]) -> bool:
    """Whether something that is graded, or called, was assigned: what it stands for is not looked into."""
    assigned = {(each.file, each.name) for each in survey.definitions if each.kind == "assignment"}
    return any(place in assigned for place in facts)


def _hides_loops(facts: Mapping[tuple[str, str], SourceFacts]) -> bool:
    """Whether something is called that may loop without a word of the language that says so.

    What is neither numpy's, nor a method, nor a plain builtin, nor a helper that is looked into, may do anything; and
    helpers that call each other in a circle are a loop.
    """
    helpers = {name: {called.split(".")[-1] for called, _ in each.calls} for (_, name), each in facts.items()}
    called = {dotted for each in facts.values() for dotted, _ in each.calls}
    return any(_may_loop(dotted, helpers) for dotted in called) or _calls_itself(helpers)


def _may_loop(dotted: str, helpers: Mapping[str, object]) -> bool:
    head, _, method = dotted.partition(".")
    if dotted in LOOPING or method.split(".")[-1] in _CALLING:
        return True
    if method:
        return head in sys.stdlib_module_names and head != "math"
    return dotted not in LOOPLESS and dotted not in helpers


def _calls_itself(helpers: Mapping[str, set[str]]) -> bool:
    """Whether one can be reached from itself."""
    reached = {name: calls & helpers.keys() for name, calls in helpers.items()}
    for _ in helpers:
        reached = {name: calls.union(*(reached[each] for each in calls)) for name, calls in reached.items()}
    return any(name in calls for name, calls in reached.items())


class Conduct:
    """Runs of one submission, within its budgets."""

    def __init__(self, session: Session, found: Mapping[str, Found]) -> None:
        self._session, self._found = session, found
        self._timeouts: Counter[str] = Counter()
        self._dead_files: dict[str, str] = {}
        self._loaded: dict[str, Observation | None] = {}

    def observe(self, exercise: Exercise, runs: Sequence[Run]) -> list[Observation]:
        """The outcomes of the first runs, at least of one, or why they were not made."""
        subject = runs[0].probe or exercise.name
        found = self._found[subject]
        if found.missing:
            return [Observation(Status.MISSING, message=found.missing)]
        spent = self._spent(subject, found)
        if spent:
            return [Observation(Status.TIMEOUT, message=spent)]
        unloaded = self._load(subject, found)
        if unloaded is not None:
            return [unloaded]
        together = list(takewhile(lambda run: (run.probe or exercise.name) == subject, runs))
        traced = dict(each for other in runs[0].traced for each in self._found[other].uses.items())
        traced = {name: file for name, file in traced.items() if file not in self._dead_files}
        together = together[:1] if traced else together
        seen = self._session.run(found.uses, subject, together, traced)
        self._timeouts[subject] += seen[-1].status is Status.TIMEOUT and not together[len(seen) - 1].optional
        return seen

    def _spent(self, subject: str, found: Found) -> str:
        """Why no more time is spent on this; empty if there is some left."""
        for file in found.uses.values():
            if file in self._dead_files:
                return self._dead_files[file]
        if self._timeouts[subject] >= TIMEOUTS_PER_EXERCISE:
            return f"not run: it did not finish in time on {TIMEOUTS_PER_EXERCISE} earlier calls"
        return ""

    def _load(self, subject: str, found: Found) -> Observation | None:
        """None once the definitions are there; else the observation that stands for every run of them."""
        if subject not in self._loaded:
            loaded = self._session.load(found.uses)
            self._loaded[subject] = None
            if loaded.status is Status.TIMEOUT:
                said = f"running the file itself does not finish: {loaded.message}"
                self._dead_files.update(dict.fromkeys(found.uses.values(), said))
            if loaded.missing:
                self._loaded[subject] = Observation(Status.MISSING, message="; ".join(loaded.missing.values()))
            elif loaded.status is not Status.OK:
                self._loaded[subject] = Observation(loaded.status, message=loaded.message)
        return self._loaded[subject]
