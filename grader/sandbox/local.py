"""What the walls on this very machine share: one supervisor, a freshly executed interpreter, started anew if it dies.

Never a fork of this process, which holds references and expected values. What stands around the supervisor is the
business of each wall; how its children lock themselves in is the same everywhere, and tried before anything is graded.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from grader.errors import InfrastructureError, WallError
from grader.sandbox.channel import Channel, ExpiredError
from grader.sandbox.inside.wire import WireError
from grader.sandbox.limits import Limits
from grader.sandbox.packages import Offered
from grader.sandbox.session import Job, Session
from grader.sandbox.supervised import Supervisor

ELSEWHERE = "the docker wall needs none of this: install a container engine, then `grader image build`"
LAST_WORDS = 10.0
"""Seconds that a supervisor gets to exit after its owner's socket is closed; it needs milliseconds."""


class LocalWall(ABC):
    """Thread-safe. One supervisor at a time."""

    name: ClassVar[str]

    def __init__(self, advice: str = "", packages: Offered = Offered()) -> None:  # noqa: B008 - it cannot be changed
        """Starts the supervisor and tries the lock; WallError if a promised layer does not hold.

        `packages` names what submitted code may import.
        """
        self.advice = advice
        self._packages, self._lock = packages, threading.Lock()
        self._closed = False
        try:
            self._supervisor, self._process = self._started()
            around = self._around()
            told = self._supervisor.hello
            self.layers = (*told["layers"], *(layer for layer, holds in around.items() if holds))
            self.missing_layers = (*told["missing_layers"], *(layer for layer, holds in around.items() if not holds))
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
                _ended(self._supervisor, self._process)

    # ------------------------------------------------------------ what each wall does its own way

    @abstractmethod
    def _launch(self, settings: dict[str, Any], descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
        """The supervisor's process, with these settings and descriptors of ours; WallError if it cannot be."""

    def _around(self) -> dict[str, bool]:
        """What the wall puts around the supervisor's own lock, and whether it holds, as seen from outside."""
        return {}

    def _excuse(self, code: int) -> str:
        """Why a supervisor ended with this exit code before it said a word."""
        return f"its supervisor did not start (exit code {code})"

    # ------------------------------------------------------------ the supervisor

    def _channel(self, limits: Limits) -> Channel:
        with self._lock:
            if self._closed:
                raise InfrastructureError("the wall is closed")
            if self._supervisor.gone.is_set() or self._process.poll() is not None:
                _ended(self._supervisor, self._process)
                self._supervisor, self._process = self._replaced()
            return self._supervisor.start(limits)

    def _replaced(self) -> tuple[Supervisor, subprocess.Popen[bytes]]:
        """Another supervisor, where the wall held before: that none comes is no lack of this system's any more."""
        try:
            return self._started()
        except WallError as error:
            raise InfrastructureError(str(error)) from error

    def _started(self) -> tuple[Supervisor, subprocess.Popen[bytes]]:
        """A supervisor that has said hello. WallError if this kernel has no lock for it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # A handle, because a number means nothing in another process namespace.
        owner = os.pidfd_open(os.getpid())
        try:
            settings = {
                "fd": theirs.fileno(),
                "owner": owner,
                "preload": self._packages.wanted,
                "beside": self._packages.beside,
            }
            process = self._launch(settings, [theirs.fileno(), owner])
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
            os.close(owner)
        try:
            supervisor = Supervisor(ours)
        except InfrastructureError as error:
            code = _ended(ours, process)
            raise WallError(f"the {self.name} wall cannot be raised here: {self._excuse(code)}") from error
        if "failed" in supervisor.hello:
            _ended(supervisor, process)
            raise WallError(f"the {self.name} wall cannot be raised here: {supervisor.hello['failed']}; {ELSEWHERE}")
        return supervisor, process

    def _try_lock(self) -> None:
        """A child tries what must be denied; a promised layer that does not hold is no wall."""
        channel = self._supervisor.start(Limits(), role="check")
        try:
            answer = channel.hear(Limits().start_seconds)
        except (EOFError, ExpiredError, WireError) as error:
            raise WallError(f"the {self.name} wall's lock could not be tried: {error!r}; {ELSEWHERE}") from error
        finally:
            channel.end(1.0)
        found = [answer.get("message", "no answer")] if answer.get("op") != "checked" else answer["open"]
        if found:
            raise WallError(f"the {self.name} wall does not hold here: {', '.join(found)}; {ELSEWHERE}")


def _ended(owner: socket.socket | Supervisor, process: subprocess.Popen[bytes]) -> int:
    """The exit code of a supervisor whose owner has no more to say."""
    owner.close()
    try:
        return process.wait(LAST_WORDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
