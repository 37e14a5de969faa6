"""What runs in the processes of a cluster's workers: each opens the recipe once, and works until it is dismissed.

Theory of operation. A driver that meets a worker draws a token, greets (versions are compared before anything else is
unpickled), and hands over the recipe with the secret in a sealed box. What is open then belongs to this process and to
this token: a process that was started anew, though at the same address, knows no token, and says so instead of
working. The driver keeps the answer to the handing over for as long as it wants the worker: when the scheduler releases
that, or something that is being worked on, the driver has let go of it or is gone, and the walls close. They close when
the worker ends, too; if the process is killed, walls end by themselves.

Submitted code never runs in this process, only behind the wall that the recipe opens here.
"""

from __future__ import annotations

import pickle
import platform
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.worker import get_worker

from grader import __version__
from grader.batch.executor import Lost, Work, attempted
from grader.batch.sealed import Lock
from grader.errors import GraderError

TASK = "grader-{token}-{what}"
"""Names of all our tasks; no name of a student is in them."""
HANDING_OVER = "recipe"
"""What the task is called by which the recipe is handed over."""


@dataclass(frozen=True)
class Refused:
    """The worker cannot do the work."""

    why: str


@dataclass(frozen=True)
class Stranger:
    """The process was never given the recipe, or has closed it."""


class Desk:
    """The opened recipe of one driver."""

    def __init__(self, recipe: bytes, secret: bytes) -> None:
        self._open = ExitStack()
        self._work: Work[Any, Any] = self._open.enter_context(pickle.loads(recipe).open(secret))  # noqa: S301 - the driver's
        self._closing = threading.Lock()

    def do(self, item: bytes) -> bytes | Lost:
        """The result as bytes, or Lost: one that cannot travel must not keep others from it that are sent with it."""
        return attempted(lambda given: pickle.dumps(self._work(given)), pickle.loads(item))  # noqa: S301 - the driver's

    def close(self) -> None:
        """Ends walls, and with them whatever is being worked on."""
        with self._closing:
            self._open.close()


_locks: dict[str, Lock] = {}
_desks: dict[str, Desk] = {}
_dismissed: set[str] = set()
_opening = threading.Lock()


def versions() -> dict[str, str]:
    """What must be the same on both sides, for the same hand-in to be told the same."""
    return {
        "grader": __version__,
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "numpy": np.__version__,
    }


def greet(token: str, theirs: Mapping[str, str]) -> bytes | Refused:
    """The key with which the secret is to be sealed."""
    for name, version in versions().items():
        if theirs.get(name) != version:
            return Refused(
                f"it has {name} {version}, and the grader that asks has {name} {theirs.get(name)}: "
                "install the same on both"
            )
    _locks[token] = Lock()
    return _locks[token].public


def take(token: str, recipe: bytes, box: bytes) -> Refused | None:
    """Opens the recipe with the secret that is in the box."""
    lock = _locks.pop(token, None)
    if lock is None:
        return Refused("it was started anew while it was being asked")
    try:
        with _opening:
            _look_after()
            _desks[token] = Desk(recipe, lock.opened(box))
        if token in _dismissed:  # while it was being opened
            dismiss(token)
    except GraderError as error:
        return Refused(str(error))
    return None


def work(token: str, item: bytes) -> bytes | Lost | Stranger:
    """The result as bytes, or Lost, or Stranger."""
    desk = _desks.get(token)
    if desk is None:
        return Stranger()
    done = desk.do(item)
    # Walls that were closed under it make every run a fault of ours: that is no result.
    return done if token in _desks else Lost("it was interrupted")


def dismiss(token: str) -> None:
    """Closes what is open for this driver."""
    _dismissed.add(token)
    desk = _desks.pop(token, None)
    if desk is not None:
        desk.close()


class Caretaker(WorkerPlugin):
    """Closes what nobody waits for."""

    name = "grader"

    def transition(self, key: object, start: str, finish: str, **__: object) -> None:
        """A task of ours was released: its driver is gone, or wants no more of this worker."""
        ours, _, rest = str(key).partition("-")
        token, _, what = rest.partition("-")
        if ours == "grader" and finish == "released" and (what == HANDING_OVER or start == "executing"):
            # Closing may take a moment, and this is the loop that answers the scheduler.
            threading.Thread(target=dismiss, args=(token,), daemon=True).start()

    def teardown(self, worker: object) -> None:  # noqa: ARG002 - as distributed calls it
        """The worker ends."""
        for token in list(_desks):
            dismiss(token)


def _look_after() -> None:
    """Has this worker's caretaker at his place; said to the loop, for plug-ins are the loop's."""
    worker = get_worker()
    if Caretaker.name not in worker.plugins:
        worker.loop.add_callback(worker.plugin_add, Caretaker(), Caretaker.name)
