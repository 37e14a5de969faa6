"""What a locked child does: takes one submission's files, and answers requests about them until it is let go.

One request, one answer. A run calls the probe on fresh copies of its inputs, with seeded global generators, and
answers what came back as exact arrays, which inputs changed, and what was printed. Nothing here judges, and nothing
here knows what is expected: code that takes this process over can only forge answers of its own.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import random
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, SimpleNamespace
from typing import Any

import numpy as np

from .capture import Capture
from .loader import Library, Missing
from .returned import MalformedError, exact_array, exact_arrays
from .survey import survey
from .wire import Stream, receive, send

PROBES = "<probes>"
MESSAGE = 2000
"""Characters of a message: more than any honest exception says."""

# Kept from before submitted code could replace them.
_seed_numpy, _numpy_state = np.random.seed, np.random.get_state
_seed_python, _python_state = random.seed, random.getstate
_ndarray, _copy, _multiply, _sum = np.ndarray, np.array, np.multiply, np.sum
_errstate, _catch_warnings, _simplefilter = np.errstate, warnings.catch_warnings, warnings.simplefilter
_process_time = time.process_time

Tree = Any
Answer = dict[str, Any]


def serve(stream: Stream, printed_bytes: int, answer_bytes: int) -> None:
    """Answers requests until the host closes its end."""
    worker = Worker(printed_bytes, answer_bytes)
    send(stream, {"op": "hello"})
    while True:
        try:
            request = receive(stream)
        except EOFError:
            return
        send(stream, worker.answer(request))


@dataclass
class _Call:
    """One run: prepared, called any number of times, then collected."""

    probe: Callable[..., Any]
    student: SimpleNamespace
    inputs: dict[str, Tree]
    sweep: dict[str, Tree] | None
    seed: int
    ready: dict[str, Tree] = field(default_factory=dict)
    """Fresh copies for the next call."""
    returned: Any = None
    touched: bool = False
    printed: str = ""
    seconds: float = 0.0
    failure: Answer | None = None
    outcome: Answer = field(default_factory=dict)

    def refill(self) -> None:
        self.ready = _fresh(self.inputs)


class Worker:
    """The state between requests: the submission's files, the probes, and the run at hand."""

    def __init__(self, printed_bytes: int, answer_bytes: int) -> None:
        self._printed_bytes, self._answer_bytes = printed_bytes, answer_bytes
        self._files: list[dict[str, Any]] = []
        self._library: Library | None = None
        self._probes: dict[str, Any] = {}
        self._call: _Call | None = None
        self._requests: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "job": self._job,
            "survey": self._survey,
            "load": self._load,
            "prepare": self._prepare,
            "again": self._again,
            "call": self._once,
            "collect": self._collect,
            "run": self._run,
        }

    def answer(self, request: dict[str, Any]) -> Answer:
        """The answer to one request, marked with the request's number."""
        try:
            answer = self._requests[request["op"]](request)
        except MemoryError:
            gc.collect()
            answer = {"op": "failed", "status": "memory"}
        answer["id"] = request.get("id", 0)
        return answer

    def enter(self) -> None:
        """Puts the submission's imports in place, where several workers share a process."""
        if self._library is not None:
            self._library.install()

    def leave(self) -> None:
        """Takes them away again."""
        if self._library is not None:
            self._library.remove()

    # ------------------------------------------------------------ requests

    def _job(self, request: dict[str, Any]) -> Answer:
        self._files = request["files"]
        # The probes are the course's own text, the same that the host runs on the reference.
        self._probes = {"__name__": "probes", "__builtins__": __builtins__}
        exec(compile(request["probes"], PROBES, "exec", dont_inherit=True), self._probes)  # noqa: S102
        return {"op": "ready"}

    def _survey(self, _: dict[str, Any]) -> Answer:
        return {"op": "survey", **survey(self._files)}

    def _load(self, request: dict[str, Any]) -> Answer:
        missing: dict[str, str] = {}
        with Capture(self._printed_bytes):
            for name, path in request["uses"].items():
                try:
                    self._definition(path, name)
                except MemoryError:
                    raise
                except BaseException as error:  # noqa: BLE001 - SystemExit and its like are only its own end
                    message, where = self._explain(error)
                    missing[name] = f"{message} ({where})" if where else message
        return {"op": "loaded", "missing": missing, "notes": []}

    def _run(self, request: dict[str, Any]) -> Answer:
        failure = self._prepare(request)
        if failure["op"] != "prepared":
            return failure
        self._once(request)
        return self._collect(request)

    def _prepare(self, request: dict[str, Any]) -> Answer:
        uses: dict[str, str] = request["uses"]
        try:
            with Capture(self._printed_bytes):
                student = SimpleNamespace(**{name: self._definition(path, name) for name, path in uses.items()})
        except MemoryError:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever running the file raised, the name is not there
            message, where = self._explain(error)
            return _ran("missing", message=message, where=where)
        probe = self._probes[request["probe"]]
        self._call = _Call(probe, student, request["inputs"], request["sweep"], request["seed"])
        self._call.refill()
        return {"op": "prepared"}

    def _again(self, _: dict[str, Any]) -> Answer:
        """Fresh inputs for one more call, outside the time that is measured."""
        assert self._call is not None
        self._call.refill()
        return {"op": "prepared"}

    def _once(self, _: dict[str, Any]) -> Answer:
        """The call alone, so that measured time is the submission's own and not the wire's."""
        call = self._call
        assert call is not None
        started = _process_time()
        with Capture(self._printed_bytes) as printed:
            call.failure = self._guarded(lambda: self._execute(call))
        seconds = _process_time() - started
        call.printed, call.seconds = printed.text(), seconds
        return {"op": "called", "seconds": seconds}

    def _collect(self, _: dict[str, Any]) -> Answer:
        call, self._call = self._call, None
        assert call is not None
        answer = call.failure
        if answer is None:
            answer = self._guarded(lambda: self._convert(call))
        return {**(answer or call.outcome), "printed": call.printed, "seconds": call.seconds}

    # ------------------------------------------------------------ one call

    def _guarded(self, step: Callable[[], None]) -> Answer | None:
        """None if the step went well, else how it ended; nothing that it raises gets further than here."""
        try:
            step()
        except MalformedError as why:
            return _ran("malformed", message=str(why))
        except MemoryError:
            gc.collect()
            return _ran("memory")
        except BaseException as error:  # noqa: BLE001 - SystemExit, KeyboardInterrupt and their like are only raised
            return self._raised(error)
        return None

    def _execute(self, call: _Call) -> None:
        if call.sweep is not None:
            call.returned = self._swept(call)
            return
        _seed(call.seed)
        before = _generators()
        call.returned = _quietly(call.probe, call.student, call.ready)
        call.touched = before != _generators()

    def _convert(self, call: _Call) -> None:
        arrays = exact_arrays(call.returned, self._answer_bytes)
        changed = [name for name, value in call.inputs.items() if not _same(value, call.ready[name])]
        call.outcome = _ran("ok", arrays=arrays, changed=changed, touched_random_state=call.touched)

    def _swept(self, call: _Call) -> dict[str, np.ndarray]:
        """One output followed along straight lines: (K, S, 2) for direction, step, sign."""
        sweep = call.sweep
        assert sweep is not None
        base = call.inputs[sweep["wrt"]]
        values = [
            [[self._moved(call, base + (sign * step) * direction) for sign in (1, -1)] for step in sweep["steps"]]
            for direction in sweep["directions"]
        ]
        shape = (len(sweep["directions"]), len(sweep["steps"]), 2)
        return {"sweep": _copy(values, dtype="float64").reshape(shape)}

    def _moved(self, call: _Call, moved: np.ndarray) -> float:
        """The followed output at one point, contracted to a number."""
        sweep = call.sweep
        assert sweep is not None
        name, weights = sweep["output"], sweep["weights"]
        inputs = _fresh(call.inputs)
        inputs[sweep["wrt"]] = moved.astype(call.inputs[sweep["wrt"]].dtype, copy=False)
        _seed(call.seed)
        returned = _quietly(call.probe, call.student, inputs)
        if type(returned) is not dict or name not in returned:
            raise MalformedError(f"the probe returned no {name}")
        value = exact_array(name, returned[name], self._answer_bytes)
        if weights is not None and value.shape == weights.shape:
            value = _sum(_multiply(value, weights))
        if value.size != 1 or value.dtype.kind == "c":
            wanted = "a single real number" if weights is None else f"an array of shape {weights.shape}"
            raise MalformedError(f"{name} has shape {value.shape}, not {wanted}")
        return float(value.reshape(())[()])

    # ------------------------------------------------------------ the submission's side

    def _definition(self, path: str, name: str) -> Any:
        if self._library is None:
            self._library = Library(self._files)
            self._library.install()
        return self._library.definition(path, name)

    def _raised(self, error: BaseException) -> Answer:
        plain = _unpacking(error)
        if plain:
            return _ran("malformed", message=plain)
        message, where = self._explain(error)
        return _ran("missing" if issubclass(type(error), Missing) else "raised", message=message, where=where)

    def _explain(self, error: BaseException) -> tuple[str, str]:
        """What was raised and where; exceptions with a `__str__` of their own may raise again."""
        try:
            assert self._library is not None
            message, where = self._library.explain(error)
            return clean(message), clean(where)
        except BaseException:  # noqa: BLE001 - the message is lost, the outcome is not
            return clean(type(error).__name__), ""


# ---------------------------------------------------------------- pieces of a call


def _ran(status: str, **known: Any) -> Answer:
    blank = {"arrays": {}, "message": "", "where": "", "changed": [], "touched_random_state": False}
    return {"op": "ran", "status": status, **blank, "printed": "", **known}


def _quietly(probe: Callable[..., Any], student: SimpleNamespace, inputs: dict[str, Tree]) -> Any:
    """The probe's result; numpy's warnings stay warnings, whatever the submission has set them to."""
    with _catch_warnings(), _errstate(all="warn"):
        _simplefilter("default")
        return probe(student, **inputs)


def _seed(seed: int) -> None:
    _seed_numpy(seed % 2**32)
    _seed_python(seed)


def _generators() -> tuple[Any, ...]:
    state: Any = _numpy_state()
    return state[0], state[1].tobytes(), *state[2:], _python_state()


def _fresh(tree: Tree) -> Tree:
    """A copy in which every container and array is new."""
    kind = type(tree)
    if kind is _ndarray:
        return _copy(tree)
    if kind is dict:
        return {key: _fresh(value) for key, value in tree.items()}
    if kind in (list, tuple):
        return kind(_fresh(value) for value in tree)
    return tree


def _same(before: Any, after: Any) -> bool:
    """Equal in type, shape and bytes; `==` of strange objects is never asked."""
    kind = type(before)
    if kind is not type(after):
        return False
    if kind is _ndarray:
        alike = before.dtype == after.dtype and before.shape == after.shape
        return bool(alike and before.tobytes() == after.tobytes())
    if kind is dict:
        return list(before) == list(after) and all(_same(before[key], after[key]) for key in before)
    if kind in (list, tuple):
        return len(before) == len(after) and all(map(_same, before, after))
    return before is after or repr(before) == repr(after)  # NaN is the same as NaN here


def _unpacking(error: BaseException) -> str:
    """A sentence for a function that returned another number of values than expected; empty for other errors."""
    if type(error) not in (TypeError, ValueError) or _innermost(error).co_filename != PROBES:
        return ""
    text = str(error)
    if text.startswith("cannot unpack non-iterable NoneType"):
        return "the function returned None: is a `return` missing?"
    if text.startswith("cannot unpack non-iterable "):
        return f"the function returned a single {text.split()[3]}, where several values are expected"
    if " values to unpack" in text:
        return f"the function returned another number of values than expected: {text}"
    return ""


def _innermost(error: BaseException) -> CodeType:
    trace = error.__traceback__
    assert trace is not None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code


def clean(text: str) -> str:
    """One line without control characters, of a bounded length."""
    text = text[:MESSAGE]
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


# ---------------------------------------------------------------- as a program of its own


def main() -> None:
    """Serves on stdin and stdout; prints of submitted code, at whatever level, go nowhere near the wire."""
    limits = json.loads(sys.argv[2])
    sys.argv[:] = [""]
    if sys.platform == "linux":
        from . import rlimits  # noqa: PLC0415 - the module `resource` is not everywhere

        rlimits.apply(limits, threads=None, used=rlimits.mapped())
    pipes = _Both(io.FileIO(os.dup(0), "rb"), io.FileIO(os.dup(1), "wb"))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    with contextlib.suppress(BrokenPipeError):
        serve(pipes, limits["printed_bytes"], limits["answer_bytes"])


class _Both:
    """One stream made of two pipes."""

    def __init__(self, reader: io.FileIO, writer: io.FileIO) -> None:
        self.read, self.write = reader.read, writer.write
