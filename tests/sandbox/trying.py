"""How the walls' tests ask: small submissions, one probe, one observation."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.model import Observation, Run, SourceFile, Sweep
from grader.sandbox.limits import MIB, Limits
from grader.sandbox.session import Job, Session
from grader.sandbox.walls import Wall, choose

PROBES = """
import numpy as np

def answer(student, x):
    return {"y": student.answer(x)}

def pair(student, x):
    y, z = student.answer(x)
    return {"y": y, "z": z}
"""
USES = {"answer": "hand_in.py"}
QUICK = Limits(wall_seconds=1.0, load_seconds=10.0, memory_bytes=512 * MIB, answer_bytes=8 * MIB)
"""For code that runs into a limit on purpose."""


def job(source: str) -> Job:
    """A submission of one file."""
    return Job((SourceFile("hand_in.py", (textwrap.dedent(source),)),), PROBES)


def session(wall: Wall, source: str, limits: Limits | None = None) -> Session:
    """A session for it."""
    return wall.open(job(source), limits or Limits())


def ask(opened: Session, x: Any = 1.0, probe: str = "answer", **run: Any) -> Observation:
    """One run in an open session."""
    return opened.run(USES, probe, [Run("base", {"x": x}, **run)])[0]


def observe(wall: Wall, source: str, x: Any = 1.0, limits: Limits | None = None, **run: Any) -> Observation:
    """One run in a session of its own."""
    with session(wall, source, limits) as opened:
        return ask(opened, x, **run)


def line(output: str = "y", directions: int = 2, steps: tuple[float, ...] = (1e-2, 1e-3), **weights: Any) -> Sweep:
    """A sweep over `x` of three entries."""
    return Sweep("x", output, np.arange(3.0 * directions).reshape(directions, 3), steps, **weights)


@pytest.fixture(scope="session")
def kernel() -> Iterator[Wall]:
    """The kernel wall, raised once."""
    with choose("kernel") as wall:
        yield wall


@pytest.fixture(scope="session")
def bubblewrap() -> Iterator[Wall]:
    """The bubblewrap wall, raised once."""
    need_bubblewrap()
    with choose("bubblewrap") as wall:
        yield wall


@pytest.fixture(scope="session", params=["kernel", "bubblewrap"])
def locked(request: pytest.FixtureRequest) -> Wall:
    """Each wall on this machine that holds hostile code."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session", params=["memory", "process", "kernel", "bubblewrap"])
def any_wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    """Each wall that needs no engine."""
    if request.param in ("kernel", "bubblewrap"):
        yield request.getfixturevalue(request.param)
        return
    with choose(request.param) as wall:
        yield wall


def need_bubblewrap() -> None:
    """Without bwrap a test fails in CI and is skipped elsewhere."""
    if shutil.which("bwrap") is None:
        need = "needs bubblewrap: `apt-get install bubblewrap`"
        if os.environ.get("CI"):
            pytest.fail(need)
        pytest.skip(need)


def on_host(wall: Wall, pid: int) -> int:
    """The number here of a process behind the wall that knows itself, or its child or parent, by this number."""
    inner = getattr(wall, "_inner", None)
    if inner is None:
        return pid
    if pid == 1:
        return inner
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        except OSError:  # it has just ended
            continue
        if int(told["PPid"]) == inner and int(told["NSpid"].split()[-1]) == pid:
            return int(told["Pid"])
    raise ProcessLookupError(pid)
