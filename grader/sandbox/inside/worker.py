"""What a locked child does: takes one submission's files, and answers requests about them until it is let go.

One request, one answer; only a request for several runs gets an answer for each, as it is done, up to the first that
does not end well. A run calls the probe on fresh copies of its inputs, with seeded global generators, and answers what
came back as exact arrays, which inputs changed, and what was printed. Nothing here judges, and nothing here knows what
is expected: code that takes this process over can only forge answers of its own.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import CodeType, SimpleNamespace
from typing import Any

from .call import Answer, Call, attempt, ran
from .capture import Capture
from .loader import Library, Missing
from .slices import Source, read_source
from .survey import survey
from .trace import Namespace, Tracer
from .wire import Stream, receive, send

_process_time = time.process_time  # kept from before submitted code could replace it

PROBES = "<probes>"
MESSAGE = 2000
"""Characters of a message: more than any honest exception says."""


HELLO: dict[str, Any] = {"op": "hello"}


def serve(stream: Stream, printed_bytes: int, answer_bytes: int) -> None:
    """Answers requests until the host closes its end."""
    worker = Worker(printed_bytes, answer_bytes)
    send(stream, HELLO)
    while True:
        try:
            request = take(stream)
        except EOFError:
            return
        for answer in worker.answers(request):
            send(stream, answer)


def take(stream: Stream) -> dict[str, Any]:
    """A request with its runs, a frame each. All is read before anything runs: the host sends all before it listens."""
    request = receive(stream)
    request["runs"] = [receive(stream) for _ in range(request.get("count", 0))]
    return request


class Worker:
    """The state between requests: the submission's files, the probes, and the run at hand."""

    def __init__(self, printed_bytes: int, answer_bytes: int) -> None:
        self._printed_bytes, self._answer_bytes = printed_bytes, answer_bytes
        self._files: list[dict[str, Any]] = []
        self._sources: dict[str, Source] = {}
        """Files that are parsed already, by path."""
        self._library: Library | None = None
        self._probes: dict[str, Any] = {}
        self._call: Call | None = None
        self._tracer, self._traced = Tracer({}), list[Namespace]()
        """Of the call at hand, and where the functions that it traces are bound."""
        self._requests: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "job": self._job,
            "survey": self._survey,
            "load": self._load,
            "prepare": self._prepare,
            "call": self._once,
        }

    def answers(self, request: dict[str, Any]) -> Iterator[Answer]:
        """The answers to one request, marked with the request's number."""
        try:
            if request["op"] == "runs":
                yield from self._runs(request)
            else:
                yield self._requests[request["op"]](request) | {"id": request["id"]}
        except MemoryError:
            gc.collect()
            yield {"op": "failed", "status": "memory", "id": request["id"]}

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
        self._sources = {source.path: source for source in map(read_source, self._files)}
        return {"op": "survey", **survey(self._sources.values())}

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

    def _runs(self, request: dict[str, Any]) -> Iterator[Answer]:
        """One after the other; a run without inputs has those of the run before."""
        for run, after in zip(request["runs"], [*request["runs"][1:], None], strict=True):
            if after is not None and after["inputs"] is None:
                after["inputs"] = run["inputs"]
            answer = self._prepare({**request, "runs": [run]})
            if answer["op"] == "prepared":
                answer = self._once(run)
            yield answer | {"id": request["id"]}
            if answer["status"] != "ok":
                return

    def _prepare(self, request: dict[str, Any]) -> Answer:
        (run,) = request["runs"]
        try:
            student = self._student(request["uses"])
        except MemoryError:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever running the file raised, the name is not there
            message, where = self._explain(error)
            return ran("missing", message=message, where=where)
        self._tracer, self._traced = self._tracing(request.get("traced", {}), student)
        probe = self._probes[request["probe"]]
        self._call = Call(
            probe, student, run["inputs"], run["sweep"], seed=run["seed"], answer_bytes=self._answer_bytes
        )
        return {"op": "prepared"}

    def _student(self, uses: dict[str, str]) -> SimpleNamespace:
        """What the probe calls."""
        with Capture(self._printed_bytes):
            return SimpleNamespace(**{name: self._definition(path, name) for name, path in uses.items()})

    def _tracing(self, traced: dict[str, str], student: SimpleNamespace) -> tuple[Tracer, list[Namespace]]:
        """Of the functions among these names, as far as they can be had."""
        functions: dict[str, Any] = {}
        with Capture(self._printed_bytes):
            for name, path in traced.items():
                with contextlib.suppress(BaseException):
                    functions[name] = self._definition(path, name)
        assert self._library is not None
        places = [*self._library.namespaces, vars(student)] if traced else []
        return Tracer({name: each for name, each in functions.items() if not isinstance(each, type)}), places

    def _once(self, _: dict[str, Any]) -> Answer:
        """The call that was prepared, without the wire's work on its inputs."""
        call, self._call = self._call, None
        assert call is not None
        answers: list[Answer] = []
        started = _process_time()
        with Capture(self._printed_bytes) as printed, self._tracer.on(self._traced):
            failure = attempt(call.perform, self._raised)
        failure = failure or attempt(lambda: answers.append(call.answer()), self._raised)
        seconds = _process_time() - started
        answer = {**(failure or answers[0]), "seconds": seconds, "printed": printed.text()}
        return answer | {"trace": self._tracer.told()} if self._traced else answer

    # ------------------------------------------------------------ the submission's side

    def _definition(self, path: str, name: str) -> Any:
        if self._library is None:
            self._library = Library(self._files, self._sources)
            self._library.install()
        return self._library.definition(path, name)

    def _raised(self, error: BaseException) -> Answer:
        plain = _unpacking(error)
        if plain:
            return ran("malformed", message=plain)
        message, where = self._explain(error)
        return ran("missing" if issubclass(type(error), Missing) else "raised", message=message, where=where)

    def _explain(self, error: BaseException) -> tuple[str, str]:
        """What was raised and where; exceptions with a `__str__` of their own may raise again."""
        try:
            assert self._library is not None
            message, where = self._library.explain(error)
            return clean(message), clean(where)
        except BaseException:  # noqa: BLE001 - the message is lost, the outcome is not
            return clean(type(error).__name__), ""


def _unpacking(error: BaseException) -> str:
    """A sentence for a function that returned another number of values than expected; empty for other errors."""
    if type(error) not in (TypeError, ValueError) or _innermost(error).co_filename != PROBES:
        return ""
    text = str(error)
    if text.startswith("cannot unpack non-iterable NoneType"):
        return "the function returned None: is a `return` missing?"
    if text.startswith("cannot unpack non-iterable "):
        return f"the function returned one value (a {text.split()[3]}) where several values are expected"
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
        from . import kernel_calls, rlimits  # noqa: PLC0415 - the module `resource` is not everywhere

        # A host that is killed takes us along; one that was so just now is noticed at the first read.
        kernel_calls.prctl(kernel_calls.PR_SET_PDEATHSIG, signal.SIGKILL)
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
