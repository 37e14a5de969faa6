"""Which wall stands between submitted code and everything else."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, Self, cast

from grader.errors import GraderError, WallError
from grader.sandbox import scratch
from grader.sandbox.limits import Limits
from grader.sandbox.packages import Offered, offered
from grader.sandbox.session import Job, Session

NAMES = ("auto", "docker", "bubblewrap", "kernel", "process", "memory")
ISOLATIONS = ("submission", "container")
"""A process per submission in containers that are used again, or a fresh container each time."""
ANY_ENGINE = {"isolation": "submission", "runtime": None}
LINUX_ALONE = ("bubblewrap", "kernel")


class Wall(Protocol):
    """Where workers run. May be used from several threads at once; a context manager."""

    @property
    def name(self) -> str:
        """As in NAMES."""

    @property
    def layers(self) -> tuple[str, ...]:
        """What holds, each tried at the start: "own uid", "rlimits", "no_new_privs", "landlock abi 7", "seccomp"."""

    @property
    def missing_layers(self) -> tuple[str, ...]:
        """What a stronger wall would add."""

    @property
    def advice(self) -> str:
        """One sentence on how to get a better wall; empty if there is none."""

    def open(self, job: Job, limits: Limits) -> Session:
        """A session for one submission; the worker starts with the first question."""

    def close(self) -> None:
        """Ends every worker and frees everything."""

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(self, *_: object) -> None:
        """Closes."""


def choose(
    name: str = "auto",
    *,
    trusted: bool = False,
    course: Path | None = None,
    isolation: str = "submission",
    runtime: str | None = None,
) -> Wall:
    """The wall of this name, raised and tried. WallError says how to get it; nothing weaker is used instead.

    "auto" takes docker when an engine answers and the image is built, else bubblewrap, else kernel. Only for `trusted`
    code (one's own) does it take process. Whoever asks for process by name gets it. `course` is the folder whose
    requirements.txt asks for more packages behind the wall: docker has them in its image, the others need them
    installed here.

    `isolation` "container" asks for a fresh container per worker, `runtime` for another than the engine's usual one
    ("runsc"); both mean docker. First of all, temporary folders that a killed grader left are removed.
    """
    scratch.sweep()
    engine = {"isolation": isolation, "runtime": runtime}
    if engine != ANY_ENGINE:
        if name not in ("auto", "docker"):
            raise WallError(f"--isolation container and --runtime are for the docker wall; {name} has neither")
        name = "docker"
    if name == "auto":
        return _raised("process") if trusted else _automatic(course)
    if name == "docker":
        reason = _docker_missing(course)
        if reason:
            raise WallError(reason)
        return _raised(name, course=course, **engine)
    return _raised(name, **_packages(name, course))


class Postponed:
    """A wall that is raised when the first submission is to be run behind it; where none is, never."""

    def __init__(self, raised: Callable[[], Wall]) -> None:
        self._raised, self._wall = raised, cast("Wall | None", None)
        self._lock = threading.Lock()
        self.error: GraderError | None = None
        """Why it could not be raised."""

    @property
    def name(self) -> str:
        """Empty as long as it does not stand."""
        return self._wall.name if self._wall else ""

    @property
    def layers(self) -> tuple[str, ...]:
        """None as long as it does not stand."""
        return self._wall.layers if self._wall else ()

    @property
    def missing_layers(self) -> tuple[str, ...]:
        """As of the wall."""
        return self._wall.missing_layers if self._wall else ()

    @property
    def advice(self) -> str:
        """As of the wall."""
        return self._wall.advice if self._wall else ""

    def open(self, job: Job, limits: Limits) -> Session:
        """A session; the first raises the wall."""
        with self._lock:
            if self.error is not None:
                raise self.error
            try:
                self._wall = self._wall or self._raised()
            except GraderError as error:
                self.error = error
                raise
        return self._wall.open(job, limits)

    def close(self) -> None:
        """Ends it, if it stands."""
        if self._wall is not None:
            self._wall.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _automatic(course: Path | None) -> Wall:
    reason = _docker_missing(course)
    if not reason:
        return _raised("docker", course=course)
    if sys.platform != "linux":
        raise WallError(f"on this system submissions of others are graded in docker only: {reason}")
    try:
        return _raised("bubblewrap", advice=reason, **_packages("bubblewrap", course))
    except WallError as error:
        reason = f"{reason}; {error}"
    try:
        return _raised("kernel", advice=reason, **_packages("kernel", course))
    except WallError as error:
        raise WallError(f"{reason}; {error}") from error


def _packages(name: str, course: Path | None) -> dict[str, Offered]:
    """For the walls that offer packages of this machine; to process and memory all is open that is installed."""
    return {"packages": offered(course)} if name in LINUX_ALONE else {}


def _docker_missing(course: Path | None) -> str | None:
    available = importlib.import_module("grader.sandbox.docker").available
    reason: str | None = available(course)
    return reason


def _raised(name: str, **arguments: Any) -> Wall:
    if name not in NAMES:
        raise WallError(f"there is no wall called {name}; there are {', '.join(NAMES)}")
    if name in LINUX_ALONE and sys.platform != "linux":
        raise WallError(
            f"the {name} wall exists on Linux alone; use docker: install a container engine, then `grader image build`"
        )
    module = importlib.import_module(f"grader.sandbox.{name}")
    wall: Wall = getattr(module, f"{name.capitalize()}Wall")(**arguments)
    return wall
