"""Runs that were recorded stand for themselves: a submission's code is run only for runs that were never made.

A run is known by its content: what it calls and how (the exercise's stamp), its inputs, its sweep, its generators. So
after a changed check, tolerance or mistake everything is found again, and after a new case everything but that case.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from grader.conduct import Conduct, Found, find
from grader.errors import InfrastructureError
from grader.model import BASE, Definition, Exercise, Observation, Run, SourceFacts, Status
from grader.sandbox.inside.wire import WireError, frame, receive
from grader.sandbox.session import Session

MOST = 16 << 20
"""Bytes that are kept of one exercise's runs. A whole honest hand-in takes a hundredth; beyond, they are made again."""
PRINTED = 4000
"""Characters that are kept of what a run printed: as many as a report shows."""


@dataclass(frozen=True)
class Recording:
    """One exercise of one submission, as it was seen: where its definitions stand, and its runs by key."""

    found: Found
    runs: Mapping[str, Observation]


def key_of(run: Run, observed: str) -> str:
    """The run's content, as hex; `observed` is the stamp of the exercise whose probe it calls."""
    sweep = run.sweep
    if run not in _contents:
        told = {
            "label": run.label,  # a run that is made twice, to see whether it gives the same, is two runs
            "inputs": dict(run.inputs),
            "generators": run.generators,
            "timed": run.timed,
            "sweep": None
            if sweep is None
            else [sweep.wrt, sweep.output, np.asarray(sweep.directions), list(map(float, sweep.steps)), sweep.weights],
            "traced": list(run.traced),
        }
        _contents[run] = hashlib.sha256(frame(told)).digest()
    return hashlib.sha256(observed.encode() + _contents[run]).hexdigest()[:32]


_contents: WeakKeyDictionary[Run, bytes] = WeakKeyDictionary()
"""Runs that checks ask of every student are hashed once."""


class Replay:
    """Observes what was recorded, and for the rest what `begin` leads to: a session that is opened when it is needed.

    What it observes is recorded in turn, so that whoever asks again gets the same.
    """

    def __init__(
        self, exercises: Iterable[Exercise], observed: Mapping[str, str], begin: Callable[[], Session]
    ) -> None:
        self._exercises, self._observed, self._begin = list(exercises), observed, begin
        self._session: Session | None = None
        self._conduct: Conduct | None = None
        self._found: dict[str, Found] = {}
        self._runs: dict[str, Observation] = {}
        self.ran = False
        """Whether anything of the submission was run."""

    def recall(self, exercise: str, recording: Recording) -> None:
        """What was seen of this exercise before, by its stamp of today."""
        self._found[exercise] = recording.found
        self._runs.update(recording.runs)

    def found(self, exercise: Exercise) -> Found:
        """Where its definitions stand."""
        if exercise.name not in self._found:
            self._live()
        return self._found[exercise.name]

    def observe(self, exercise: Exercise, runs: Sequence[Run]) -> list[Observation]:
        """The outcomes of the first of these runs: as many as went well, and the first that did not."""
        seen: list[Observation] = []
        for run in runs:
            kept = self._runs.get(self._key(exercise, run))
            if kept is None:
                break
            seen.append(kept)
            if kept.status is not Status.OK:
                break
        return seen or self._made(exercise, list(takewhile(lambda run: not self._known(exercise, run), runs)))

    def end(self) -> None:
        """Ends the session; what is observed after this meets a fresh process."""
        session, self._session, self._conduct = self._session, None, None
        if session is not None:
            session.close()

    def _made(self, exercise: Exercise, runs: Sequence[Run]) -> list[Observation]:
        seen = self._live().observe(exercise, runs)
        for run, each in zip(runs, seen, strict=False):
            if each.status is not Status.INFRASTRUCTURE:
                self._runs[self._key(exercise, run)] = each
        return seen

    def _live(self) -> Conduct:
        if self._conduct is None:
            self.ran = True
            self._session = self._begin()
            survey = self._session.survey()
            found = {exercise.name: find(exercise, survey) for exercise in self._exercises}
            self._found = found | self._found
            self._conduct = Conduct(self._session, found)
        return self._conduct

    def _known(self, exercise: Exercise, run: Run) -> bool:
        return self._key(exercise, run) in self._runs

    def _key(self, exercise: Exercise, run: Run) -> str:
        return key_of(run, self._observed.get(run.probe or exercise.name, ""))


# ---------------------------------------------------------------- kept as bytes


def pack(found: Found, runs: Iterable[tuple[str, Run, Observation]]) -> bytes | None:
    """A recording as compressed bytes; None if it would be too large, or what came back has no place in it."""
    told = [_told(key, run, seen) for key, run, seen in runs if seen.status is not Status.INFRASTRUCTURE]
    try:
        raw = frame({"found": _found_told(found), "runs": told})
    except (TypeError, ValueError):
        return None
    packed = zlib.compress(raw, 1) if len(raw) <= 8 * MOST else b""
    return packed if 0 < len(packed) <= MOST else None


def unpack(packed: bytes) -> Recording:
    """What `pack` was given. InfrastructureError if the bytes are damaged."""
    try:
        told = receive(io.BytesIO(zlib.decompress(packed)))
        runs = {each["key"]: _observation(each) for each in told["runs"]}
        return Recording(_found(told["found"]), runs)
    except (zlib.error, WireError, EOFError, KeyError, TypeError, ValueError) as error:
        raise InfrastructureError(f"what was recorded of a submission is damaged: {error}") from error


def _told(key: str, run: Run, seen: Observation) -> dict[str, Any]:
    """What is not as usual; most runs are an array or two."""
    told: dict[str, Any] = {"key": key, "arrays": dict(seen.arrays)}
    usual = Observation(Status.OK)
    for name in ("message", "where", "seconds"):
        if getattr(seen, name) != getattr(usual, name):
            told[name] = getattr(seen, name)
    if seen.status is not Status.OK:
        told["status"] = str(seen.status)
    if seen.changed:
        told["changed"] = list(seen.changed)
    if seen.touched_random_state:
        told["touched_random_state"] = True
    if seen.trace is not None:
        told["trace"] = dict(seen.trace)
    if seen.printed and run.label == BASE:
        told["printed"] = seen.printed[:PRINTED]
    return told


def _observation(told: dict[str, Any]) -> Observation:
    fields = {name: value for name, value in told.items() if name not in ("key", "status", "changed")}
    return Observation(Status(told.get("status", "ok")), changed=tuple(told.get("changed", ())), **fields)


def _found_told(found: Found) -> dict[str, Any]:
    chosen = {
        name: {"name": each.name, "file": each.file, "line": each.line, "cell": each.cell, "kind": each.kind}
        for name, each in found.chosen.items()
    }
    facts = {
        "calls": [list(call) for call in found.facts.calls],
        "imports": [list(each) for each in found.facts.imports],
        "loops": list(found.facts.loops),
        "names": list(found.facts.names),
        "read": found.facts.read,
    }
    return {"chosen": chosen, "notes": list(found.notes), "facts": facts, "missing": found.missing}


def _found(told: dict[str, Any]) -> Found:
    facts = told["facts"]
    return Found(
        {name: Definition(**each) for name, each in told["chosen"].items()},
        tuple(told["notes"]),
        SourceFacts(
            tuple((name, line) for name, line in facts["calls"]),
            tuple((name, line) for name, line in facts["imports"]),
            tuple(facts["loops"]),
            tuple(facts["names"]),
            facts["read"],
        ),
        told["missing"],
    )
