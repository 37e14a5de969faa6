"""One submission behind a wall: asks a worker, opens a fresh one when it dies, and says in words how runs ended.

Whatever the worker answers is taken for hostile: unknown fields are ignored, known ones are checked, and what does not
fit is `malformed`. What a submission does wrong is data; only a wall that breaks counts as `infrastructure`, and
only after a second try with a fresh worker.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Self, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from grader.errors import InfrastructureError
from grader.model import Observation, Run, SourceFile, Status, Survey, Sweep
from grader.sandbox import answers
from grader.sandbox.answers import clean
from grader.sandbox.channel import Channel, Ending, ExpiredError
from grader.sandbox.inside.wire import WireError, frame
from grader.sandbox.limits import MIB, Limits
from grader.trace import NOTHING

T = TypeVar("T")

GRACE = 2.0
"""Seconds that a worker whose connection is closed gets to finish dying, so that its true end is seen."""
SETTLING = 0.0005
"""Seconds until a worker that has answered is asleep again: only then is its clock up to date. While a process runs,
the kernel brings it up to date every few milliseconds."""

_KILL, _OUT_OF_TIME = getattr(signal, "SIGKILL", -1), getattr(signal, "SIGXCPU", -1)
"""Windows has neither."""


@dataclass(frozen=True)
class Job:
    """One submission's files, and the text of the probes that call them."""

    files: tuple[SourceFile, ...]
    probes: str

    def as_request(self) -> dict[str, Any]:
        """The first thing that a worker reads."""
        files = [{"path": file.path, "cells": list(file.cells), "notebook": file.notebook} for file in self.files]
        return {"op": "job", "id": 0, "files": files, "probes": self.probes}


@dataclass(frozen=True)
class Loaded:
    """What came of running what the wanted names depend on."""

    missing: Mapping[str, str] = field(default_factory=dict)
    """By name: one sentence why it could not be had."""
    notes: tuple[str, ...] = ()
    status: Status = Status.OK
    """Not OK if loading met a limit or ended the process."""
    message: str = ""


class _EndedError(Exception):
    """The worker is gone, through the submission's doing."""

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Session:
    """Not shared between threads; a context manager. Never raises for what submitted code does."""

    def __init__(self, opener: Callable[[], Channel], job: Job, limits: Limits) -> None:
        self._opener, self._job, self._limits = opener, job, limits
        self._channel: Channel | None = None
        self._left = limits.submission_seconds
        self._room = limits.kept_bytes
        self._number = 0
        self._loaded: dict[str, str] = {}
        self._hopeless: dict[tuple[tuple[str, str], ...], Loaded] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the worker, if one is there."""
        channel, self._channel = self._channel, None
        if channel is not None:
            with contextlib.suppress(InfrastructureError):
                channel.end()

    # ------------------------------------------------------------ the three questions

    def survey(self) -> Survey:
        """What is defined where, asked of a worker that has run nothing of the submission yet."""
        self.close()
        try:
            answer = self._twice(lambda: self._asked({"op": "survey"}, self._limits.load_seconds, "survey"))
            return answers.survey(answer, {file.path for file in self._job.files})
        except _EndedError as ended:
            problem = f"could not be parsed: {ended.message}"
            return Survey(problems={file.path: problem for file in self._job.files})

    def load(self, uses: Mapping[str, str]) -> Loaded:
        """Runs what the names depend on, in the files that were picked for them: {name: path}."""
        key = tuple(sorted(uses.items()))
        if key in self._hopeless:
            return self._hopeless[key]
        try:
            return self._twice(lambda: self._load(uses))
        except _EndedError as ended:
            message = f"while loading: {ended.message}"
            self._hopeless[key] = Loaded(status=ended.status, message=message)
            return self._hopeless[key]
        except InfrastructureError as error:
            return Loaded(status=Status.INFRASTRUCTURE, message=str(error))

    def run(
        self, uses: Mapping[str, str], probe: str, runs: Sequence[Run], traced: Mapping[str, str] = MappingProxyType({})
    ) -> list[Observation]:
        """Calls the probe for each run, up to the first that does not end well; at least one observation.

        After a timeout or a crash the next call of this meets a fresh worker. `traced` are functions, with their files,
        whose calls are wanted, too.
        """
        loaded = self._ready(uses)
        if loaded.status is not Status.OK:
            return [Observation(loaded.status, message=loaded.message)]
        seen: list[Observation] = []
        try:
            request = {"uses": dict(uses), "probe": probe, "traced": dict(traced)}
            self._twice(lambda: self._run(request, runs[len(seen) :], seen))
        except _EndedError as ended:
            seen.append(Observation(ended.status, message=ended.message))
        except InfrastructureError as error:
            seen.append(Observation(Status.INFRASTRUCTURE, message=str(error)))
        return seen

    # ------------------------------------------------------------ requests

    def _ready(self, uses: Mapping[str, str]) -> Loaded:
        """Loads what this worker has not loaded yet, so that a run's time is the run's own."""
        if self._channel is not None and uses.items() <= self._loaded.items():
            return Loaded()
        return self.load(uses)

    def _load(self, uses: Mapping[str, str]) -> Loaded:
        request = {"op": "load", "uses": dict(uses)}
        answer = self._asked(request, self._limits.load_seconds, "loaded")
        missing = answer.get("missing")
        notes = answer.get("notes")
        if not isinstance(missing, dict) or not isinstance(notes, list):
            raise self._malformed("the answer to loading is incomplete")
        self._loaded.update(uses)
        told = {name: clean(missing[name]) for name in uses if name in missing}
        return Loaded(missing=told, notes=tuple(clean(note) for note in notes[: answers.OUTPUTS]))

    def _run(self, request: dict[str, Any], runs: Sequence[Run], seen: list[Observation]) -> None:
        """Adds what was seen as it comes, so that what goes wrong later does not take it away."""
        if runs[0].timed:
            seen.append(self._clocked(request, runs[0]))
            return
        together = list(takewhile(lambda run: not run.timed, runs))
        self._tell({"op": "runs", **request}, self._limits.wall_seconds, together)
        for run in together:
            seen.append(self._observation(self._hear(self._limits.wall_seconds, "ran"), 0.0, run.sweep))
            if seen[-1].status is not Status.OK:
                return

    def _clocked(self, request: dict[str, Any], run: Run) -> Observation:
        """The call is a request of its own, so that its time can be taken from outside.

        Its answer holds the arrays: what is still to be computed when the clock is read can never be handed in.
        """
        self._tell({"op": "prepare", **request}, self._limits.load_seconds, [run])
        answer = self._hear(self._limits.load_seconds, "prepared", "ran")
        if answer["op"] == "ran":
            return self._observation(answer, 0.0)
        return self._observation(*self._timed({"op": "call"}, "ran", SETTLING))

    # ------------------------------------------------------------ one exchange

    def _twice(self, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except InfrastructureError:
            self.close()
            return attempt()

    def _timed(self, request: dict[str, Any], wanted: str, pause: float = 0.0) -> tuple[dict[str, Any], float]:
        """The answer, and its CPU seconds: taken from outside where the wall can, else as the worker tells them."""
        self._open()
        before = self._cpu(pause)
        answer = self._asked(request, self._limits.wall_seconds, wanted)
        after = self._cpu(pause)
        told = answer.get("seconds")
        if before is not None and after is not None:
            return answer, max(after - before, 0.0)
        return answer, told if type(told) is float and 0 <= told < self._limits.submission_seconds else 0.0

    def _cpu(self, pause: float) -> float | None:
        if pause:
            time.sleep(pause)
        return None if self._channel is None else self._channel.cpu()

    def _asked(self, request: dict[str, Any], seconds: float, *wanted: str) -> dict[str, Any]:
        """One request and its answer, within the time that is left."""
        self._tell(request, seconds)
        return self._hear(seconds, *wanted)

    def _tell(self, request: dict[str, Any], seconds: float, runs: Sequence[Run] = ()) -> None:
        """One request, with the runs that it is about."""
        self._open()
        self._number += 1
        frames = [frame({**request, "id": self._number, "count": len(runs)})]
        frames += [_frame(run, before) for before, run in zip((None, *runs), runs, strict=False)]
        self._within(seconds, lambda channel, left: channel.tell(b"".join(frames), left))

    def _hear(self, seconds: float, *wanted: str) -> dict[str, Any]:
        """The next answer to the last request."""
        return self._checked(self._within(seconds, lambda channel, left: channel.hear(left)), wanted)

    def _within(self, seconds: float, exchange: Callable[[Channel, float], T]) -> T:
        """Part of an exchange, within the time that is left; whatever ends the worker is told in words."""
        if self._left <= 0:
            whole = self._limits.submission_seconds
            raise _EndedError(Status.TIMEOUT, f"the whole submission's time of {whole:g} s is used up")
        channel, allowed, started = self._open(), min(seconds, self._left), time.monotonic()
        try:
            return exchange(channel, allowed)
        except ExpiredError:
            self._dropped(channel, 0.0)
            raise _EndedError(Status.TIMEOUT, f"it did not finish within {allowed:.3g} s and was stopped") from None
        except EOFError:
            raise self._ended(self._dropped(channel, GRACE)) from None
        except WireError as error:
            raise self._malformed(str(error)) from None
        finally:
            self._left -= time.monotonic() - started

    def _checked(self, answer: dict[str, Any], wanted: tuple[str, ...]) -> dict[str, Any]:
        """The answer, if it is one to this request."""
        if answer.get("id") != self._number:
            raise self._malformed("it does not answer what was asked")
        if answer.get("op") == "failed" and answer.get("status") == "memory":
            self.close()
            raise _EndedError(Status.MEMORY, _too_much(self._limits))
        if answer.get("op") not in wanted:
            raise self._malformed("it does not answer what was asked")
        return answer

    def _malformed(self, why: str) -> _EndedError:
        self.close()
        return _EndedError(Status.MALFORMED, f"the answer cannot be read: {clean(why)}")

    # ------------------------------------------------------------ the worker's life

    def _open(self) -> Channel:
        """The worker at hand, or a fresh one that has the job."""
        if self._channel is None:
            channel = self._opener()
            answer = self._introduced(channel)
            if answer.get("op") != "ready":
                channel.end(GRACE)
                raise InfrastructureError(f"the sandbox's worker did not start: {clean(answer.get('message'))}")
            self._channel, self._loaded = channel, {}
        return self._channel

    def _introduced(self, channel: Channel) -> dict[str, Any]:
        """The worker's answer to the job; what goes wrong before it runs any student's code is ours."""
        try:
            # It reads nothing before it is locked: what is sent at once waits until then.
            channel.tell(frame(self._job.as_request()), self._limits.start_seconds)
            hello = channel.hear(self._limits.start_seconds)
            if hello.get("op") != "hello":
                return hello
            return channel.hear(self._limits.start_seconds)
        except (ExpiredError, EOFError, WireError) as error:
            ending = channel.end(GRACE)
            raise InfrastructureError(f"the sandbox's worker did not start: {error!r}, {ending}") from error

    def _dropped(self, channel: Channel, grace: float) -> Ending:
        self._channel = None
        return channel.end(grace)

    def _ended(self, ending: Ending) -> _EndedError:
        return _EndedError(*verdict_on(ending, self._limits))

    def _observation(self, answer: dict[str, Any], seconds: float, sweep: Sweep | None = None) -> Observation:
        """What the worker answered, as far as it is what it may be."""
        try:
            seen = answers.swept(answers.observation(answer, seconds, self._limits.printed_bytes), sweep)
        except (ValueError, TypeError):
            ended = self._malformed("it is incomplete")
            return Observation(ended.status, message=ended.message)
        size = sum(array.nbytes for array in [*seen.arrays.values(), *(seen.trace or NOTHING)["arrays"]])
        if size > self._room:
            ended = self._malformed("the answers of all calls together are too large")
            return Observation(ended.status, message=ended.message)
        self._room -= size
        return replace(seen, message=_too_much(self._limits)) if seen.status is Status.MEMORY else seen


# ---------------------------------------------------------------- in words


def verdict_on(ending: Ending, limits: Limits) -> tuple[Status, str]:
    """What the end of a process, not wished by us, means for the submission."""
    if ending.ours:
        return Status.CRASHED, "the code closed the connection that answers travel on"
    out_of_time = ending.signal == _KILL and ending.cpu >= limits.cpu_seconds
    if out_of_time or ending.signal == _OUT_OF_TIME:
        return Status.TIMEOUT, f"it used more than {limits.cpu_seconds} s of CPU time and was stopped"
    if ending.signal == _KILL:
        return Status.MEMORY, _too_much(limits)
    if ending.signal:
        return Status.CRASHED, f"the process crashed ({_signal_name(ending.signal)})"
    return Status.CRASHED, f"the code ended the process with exit code {ending.code} (os._exit or quit?)"


def _too_much(limits: Limits) -> str:
    return f"it used more memory than the {limits.memory_bytes // MIB:,} MiB that are allowed"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


_frames: WeakKeyDictionary[Run, tuple[bytes, bytes]] = WeakKeyDictionary()
"""Runs on the wire, with their inputs and without: the same for every student."""


def _frame(run: Run, before: Run | None) -> bytes:
    """A run on the wire; inputs that the run before it has are not sent again."""
    if run not in _frames:
        told = {"seed": run.generators, "sweep": None if run.sweep is None else _plain_sweep(run)}
        _frames[run] = frame({**told, "inputs": dict(run.inputs)}), frame({**told, "inputs": None})
    return _frames[run][before is not None and before.inputs is run.inputs]


def _plain_sweep(run: Run) -> dict[str, Any]:
    sweep = run.sweep
    assert sweep is not None
    return {
        "wrt": sweep.wrt,
        "output": sweep.output,
        "directions": np.asarray(sweep.directions),
        "steps": [float(step) for step in sweep.steps],
        "weights": None if sweep.weights is None else np.asarray(sweep.weights),
    }
