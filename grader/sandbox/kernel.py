"""The `kernel` wall: a supervisor started here, whose children lock themselves in by the kernel's own means.

Nothing to install and no privilege needed: Landlock, seccomp and rlimits on any recent Linux. The supervisor is a
freshly executed interpreter, never a fork of this process, which holds references and expected values.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Self

from grader.errors import InfrastructureError, WallError
from grader.sandbox.channel import Channel, ExpiredError
from grader.sandbox.inside.wire import WireError
from grader.sandbox.limits import Limits
from grader.sandbox.process import command, environment
from grader.sandbox.session import Job, Session
from grader.sandbox.supervised import Supervisor

ELSEWHERE = "the docker wall needs none of this: install a container engine, then `grader image build`"
LAST_WORDS = 10.0
"""Seconds that a supervisor gets to exit after its owner's socket is closed; it needs milliseconds."""


class KernelWall:
    """Thread-safe. One supervisor; started anew should it ever die."""

    name = "kernel"

    def __init__(self, advice: str = "", preload: tuple[str, ...] = ("numpy",)) -> None:
        """Starts the supervisor and tries the lock; WallError if a promised layer does not hold.

        `preload` names the packages that submitted code may import.
        """
        if sys.platform != "linux":
            raise WallError(f"the kernel wall exists on Linux alone; {ELSEWHERE}")
        self.advice = advice
        self._preload, self._lock = preload, threading.Lock()
        self._folder = _mount_point()
        self._closed = False
        try:
            self._supervisor, self._process = self._started()
            self.layers = tuple(self._supervisor.hello["layers"])
            self.missing_layers = tuple(self._supervisor.hello["missing_layers"])
            self._try_lock()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, job: Job, limits: Limits) -> Session:
        """A session for one submission."""
        return Session(lambda: self._channel(limits), job, limits)

    def close(self) -> None:
        """Ends the supervisor, and with it every child."""
        with self._lock:
            self._closed = True
            if hasattr(self, "_process"):
                _stop(self._supervisor, self._process)
        with contextlib.suppress(OSError):
            self._folder.chmod(0o700)
            (self._folder / "tmp").rmdir()
            self._folder.rmdir()

    def _channel(self, limits: Limits) -> Channel:
        with self._lock:
            if self._closed:
                raise InfrastructureError("the wall is closed")
            if self._supervisor.gone.is_set() or self._process.poll() is not None:
                _stop(self._supervisor, self._process)
                self._supervisor, self._process = self._started()
            return self._supervisor.start(limits)

    def _started(self) -> tuple[Supervisor, subprocess.Popen[bytes]]:
        """A supervisor that has said hello. WallError if this kernel has no lock for it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = {"fd": theirs.fileno(), "preload": self._preload, "folder": str(self._folder), "owner": os.getpid()}
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
                command("supervisor", json.dumps(settings)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd="/",
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # no terminal, and no signals from it, for it and its children
            )
        try:
            supervisor = Supervisor(ours)
        except InfrastructureError as error:
            ours.close()
            process.kill()
            raise WallError(f"the kernel wall's supervisor did not start (exit code {process.wait()})") from error
        if "failed" in supervisor.hello:
            _stop(supervisor, process)
            raise WallError(f"the kernel wall cannot be raised here: {supervisor.hello['failed']}; {ELSEWHERE}")
        return supervisor, process

    def _try_lock(self) -> None:
        """A child tries what must be denied; a promised layer that does not hold is no wall."""
        channel = self._supervisor.start(Limits(), role="check")
        try:
            answer = channel.hello(Limits().start_seconds)
        except (EOFError, ExpiredError, WireError) as error:
            raise WallError(f"the kernel wall's lock could not be tried: {error!r}; {ELSEWHERE}") from error
        finally:
            channel.end(1.0)
        found = [answer.get("message", "no answer")] if answer.get("op") != "checked" else answer["open"]
        if found:
            raise WallError(f"the kernel wall does not hold here: {', '.join(found)}; {ELSEWHERE}")


def _stop(supervisor: Supervisor, process: subprocess.Popen[bytes]) -> None:
    supervisor.close()
    try:
        process.wait(LAST_WORDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _mount_point() -> Path:
    """A folder that nobody can write to, with one in it that each child covers with its private one."""
    folder = Path(tempfile.mkdtemp(prefix="grader-kernel-"))
    (folder / "tmp").mkdir(mode=0o755)
    folder.chmod(0o555)
    return folder
