"""The `process` wall: a fresh interpreter per worker, time limits, and no lock.

For code that the caller trusts: own references, a student who checks own work, systems without a kernel wall. It keeps
crashes, loops and prints away from the host; it keeps nothing from reading or writing files. Works on every system.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from grader.errors import InfrastructureError, WallError
from grader.sandbox import scratch
from grader.sandbox.channel import Channel, Ending, ExpiredError, answer_limits
from grader.sandbox.inside.wire import receive
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job, Session

FOLDER = Path(__file__).parent
BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from inside.{0} import main; del sys.path[0]; main()"
"""The program behind a wall is the package `inside` alone; the rest of the grader is not importable there."""
FLAGS = ("-s", "-P", "-B")
"""No user's packages, nothing from the working folder, no bytecode written. The environment is ours: see below."""

_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_FIXED = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "MPLBACKEND": "Agg", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


def command(program: str, *arguments: str, folder: Path = FOLDER) -> list[str]:
    """How to start a module of `inside`, which lies in this folder, in a fresh interpreter."""
    if not sys.executable:
        raise WallError("this Python does not know its own program, so that no worker can be started")
    return [sys.executable, *FLAGS, "-c", BOOT.format(program), str(folder), *arguments]


def environment() -> dict[str, str]:
    """Of the caller's environment only what an interpreter needs to start; one BLAS thread; a fixed hash seed."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, **dict.fromkeys(_THREADS, "1"), **_FIXED}


class ProcessWall:
    """Thread-safe; nothing outlasts a session, unless the wall is closed first: then it is ended."""

    name = "process"
    advice = ""

    def __init__(self) -> None:
        self.layers: tuple[str, ...] = ("rlimits",) if sys.platform == "linux" else ()
        self.missing_layers: tuple[str, ...] = ("own uid", "no_new_privs", "landlock", "seccomp")
        self._lock = threading.Lock()
        self._running: set[ProcessChannel] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, job: Job, limits: Limits) -> Session:
        """A session for one submission."""
        return Session(lambda: self._channel(limits), job, limits)

    def close(self) -> None:
        """Ends every worker; the sessions that they belong to find that out."""
        with self._lock:
            self._closed = True
            for channel in list(self._running):
                channel.kill()

    def _channel(self, limits: Limits) -> ProcessChannel:
        with self._lock:
            if self._closed:
                raise InfrastructureError("the wall is closed")
            channel = ProcessChannel(limits, self._running.discard)
            self._running.add(channel)
            return channel


class ProcessChannel(Channel):
    """A worker on two pipes."""

    def __init__(self, limits: Limits, ended: Callable[[ProcessChannel], None] = lambda _channel: None) -> None:
        """`ended` is told when the worker is gone."""
        self._limits, self._ended = answer_limits(limits), ended
        # Relative files that a hand-in writes land in a folder that goes away with it.
        self._folder = scratch.make("process")
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
                command("worker", json.dumps(limits.as_json())),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd=self._folder,
                start_new_session=True,
            )
        except OSError as error:
            scratch.discard(self._folder)
            raise InfrastructureError(f"no worker process could be started: {error}") from error

    def tell(self, frames: bytes, seconds: float) -> None:
        """See Channel."""
        assert self._process.stdin is not None
        with self._within(seconds):
            try:
                self._process.stdin.write(frames)
                self._process.stdin.flush()
            except OSError:
                raise EOFError from None

    def hear(self, seconds: float) -> dict[str, Any]:
        """See Channel."""
        assert self._process.stdout is not None
        with self._within(seconds):
            return receive(self._process.stdout, self._limits)

    def cpu(self) -> float | None:
        """See Channel; on other systems than Linux the worker's own word is used."""
        if sys.platform != "linux":
            return None
        try:
            return time.clock_gettime(~self._process.pid << 3 | 2)  # as clock_getcpuclockid(3) makes it
        except OSError:
            return None

    def end(self, grace: float = 0.0) -> Ending:
        """See Channel."""
        ours = False
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            ours = True
        self.kill()
        self._ended(self)
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):  # a request that was cut off cannot be flushed any more
                pipe.close()
        scratch.discard(self._folder)
        return Ending(code=code, ours=ours) if code >= 0 else Ending(signal=-code, ours=ours)

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Any:
        """Kills the worker when time is up: pipes know no timeout, least of all on Windows."""
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            self.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            yield
        except EOFError:
            if expired.is_set():
                raise ExpiredError from None
            raise
        finally:
            timer.cancel()

    def kill(self) -> None:
        """Ends the worker and whatever it has started."""
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
