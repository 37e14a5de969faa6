"""A class that is graded by a program of its own, `grader grade`, so that it can be disturbed as on a real machine."""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from grader.cli import main
from grader.sandbox.engine import connect

RIGHT = """
import numpy as np
def mse_loss(x, y):
    difference = x - y
    return np.mean(difference**2), 2 * difference / len(x)
"""
SLOW = RIGHT.replace("    difference", "    time.sleep(0.004)\n    difference").replace(
    "import", "import time\nimport", 1
)
"""Right, and long enough on its way to be met there: a gradient is some four hundred calls."""
HANDED_IN = {
    "ada": RIGHT,
    "ben": RIGHT.replace("np.mean", "np.sum"),
    "cleo": RIGHT.replace("2 * difference", "difference"),
    "dan": RIGHT.replace("return", "print('here')\n    return"),
    "eve": "def mse_loss(x, y):\n    raise ValueError('not yet')\n",
    "fay": "import os\ndef mse_loss(x, y):\n    os._exit(3)\n",
    "gus": "def mse_loss(x, y)\n    return 0\n",
    "hal": "",
    "ida": SLOW,
    "jan": SLOW.replace("np.mean", "np.sum"),
}
"""Right, wrong in ways that are known, broken, and gone in mid-answer: their reports are all different."""
PR_SET_CHILD_SUBREAPER = 36
libc = ctypes.CDLL(None, use_errno=True)
PATIENCE = 120.0
"""Seconds until something that must happen counts as not happening; only a failing test waits so long."""


@dataclass
class Class:
    """Entries, a course of one small exercise, and the folder that both are graded into."""

    course: Path
    entries: Path
    out: Path
    wall: str = "kernel"
    environment: dict[str, str] = field(default_factory=dict)
    jobs: int = 2

    @classmethod
    def new(cls, root: Path, students: Mapping[str, str]) -> Self:
        """A class that has handed in these texts."""
        made = cls(root / "course", root / "class", root / "out")
        assert main(["new", "intro", "--course", str(made.course)]) == 0
        for student, text in students.items():
            made.hand_in(student, text)
        return made

    def again(self, root: Path, wall: str) -> Self:
        """The same class behind this wall, graded into a folder of its own; temporary files lie in `temporary`."""
        (root / "temporary").mkdir()
        return replace(self, out=root / "out", wall=wall, environment={"TMPDIR": str(root / "temporary")})

    @property
    def temporary(self) -> Path:
        return Path(self.environment["TMPDIR"])

    def hand_in(self, student: str, text: str = RIGHT) -> None:
        """A folder with one file, called alike for all: reports then differ in nothing but the student's name."""
        (self.entries / student).mkdir(parents=True)
        (self.entries / student / "hw.py").write_text(text, encoding="utf-8")

    def command(self) -> list[str]:
        """`grader grade` with everything that it needs."""
        folders = [str(self.entries), "-o", str(self.out), "--course", str(self.course)]
        return [sys.executable, "-m", "grader", "grade", *folders, "--wall", self.wall, "--jobs", str(self.jobs)]

    def begin(self) -> subprocess.Popen[str]:
        """`grader grade` as a process of its own, in a session of its own."""
        # What a shell runs in the background ignores it, and so would everything that is started from there.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return subprocess.Popen(
            self.command(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **self.environment},
            start_new_session=True,
        )

    def grade(self) -> tuple[int, str, str]:
        """Exit code, stdout, stderr of the whole run."""
        return finish(self.begin())

    def report(self, student: str) -> dict[str, Any]:
        """As it lies in the output folder."""
        told: dict[str, Any] = json.loads((self.out / student / "report.json").read_text(encoding="utf-8"))
        return told

    def judgement(self, student: str) -> str:
        """The report without what belongs to the single run, and without the name."""
        told = self.report(student)
        return json.dumps({key: told[key] for key in told if key not in ("run", "student")})

    def judgements(self) -> dict[str, str]:
        """Of everybody who has a report."""
        names = sorted(path.parent.name for path in self.out.glob("[!.]*/report.json"))  # hidden: being written
        return {name: self.judgement(name) for name in names}

    def rows(self) -> dict[str, list[str]]:
        """The gradebook by student, without the heading."""
        lines = (self.out / "grades.csv").read_text(encoding="utf-8").splitlines()[1:]
        return {line.split(",")[0]: line.split(",")[1:] for line in lines}


def finish(grader: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Waits for its end: exit code, stdout, stderr."""
    out, err = grader.communicate(timeout=5 * PATIENCE)
    return grader.returncode, out, err


def until(
    holds: Callable[[], Any], grader: subprocess.Popen[str] | None = None, what: Callable[[], Any] = lambda: "it"
) -> Any:
    """Looks until something holds, and returns it; a grader that ends before that is a failure."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := holds():
            return found
        assert grader is None or grader.poll() is None, finish(grader)
        time.sleep(0.005)
    raise AssertionError(f"not so after {PATIENCE:.0f} s: {what()}")


def next_line(grader: subprocess.Popen[str]) -> str:
    """What the grader says when another report is written."""
    assert grader.stdout is not None
    return next((line for line in iter(grader.stdout.readline, "") if line.startswith("[")), "")


def kill_after(grader: subprocess.Popen[str], seconds: float, number: int = signal.SIGKILL) -> None:
    """The moment is drawn by the caller; that it comes early or late on a slow machine is the point."""
    try:
        grader.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(grader.pid, number)
    finish(grader)


def drawn_moments(seed: int, number: int, longest: float) -> list[float]:
    """Seconds after the start, evenly over the run and different on every draw."""
    dice = random.Random(seed)
    return [(turn + dice.random()) / number * longest for turn in range(number)]


# ---------------------------------------------------------------- what is left on the machine


@contextmanager
def watched(temporary: Path) -> Iterator[Callable[[], list[str]]]:
    """What is left of graders that have ended: processes, mounts and temporary folders below this one.

    Meanwhile what outlives its parent becomes a child of this process, so that nothing can hide.
    """
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 1) == 0
    before = set(children(os.getpid()))
    try:
        yield lambda: [*_orphans(before), *_mounts(temporary), *sorted(map(str, temporary.iterdir()))]
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0)


def _orphans(before: set[int]) -> list[str]:
    found = []
    for pid, command in children(os.getpid()).items():
        if pid not in before and os.waitpid(pid, os.WNOHANG)[0] == 0:
            found.append(f"{pid} {command}")
    return found


def _mounts(temporary: Path) -> list[str]:
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if f"{temporary}/" in line]


def children(pid: int) -> dict[int, str]:
    """Command lines of the processes that this one started, by number."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            if parent == pid:
                line = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(status.parent.name)] = line.decode(errors="replace")
        except OSError:  # it has just ended
            continue
    return found


def supervisors(grader: subprocess.Popen[str], wall: str) -> list[int]:
    """Numbers of the supervisors that run for this grader."""
    if wall == "docker":
        with closing(connect()) as engine:
            ours = engine.containers.list(filters={"name": f"grader-{grader.pid}-"}, ignore_removed=True)
            pids = [container.attrs["State"]["Pid"] for container in ours]
            return [pid for pid in pids if pid > 0]  # it has none before it starts and after its end
    started = children(grader.pid)
    inside = [pid for each in started for pid in children(each)] if wall == "bubblewrap" else list(started)
    return [pid for pid in inside if "inside.supervisor" in _line_of(pid)]


def _line_of(pid: int) -> str:
    """A process's command line; empty if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def containers(grader: subprocess.Popen[str]) -> list[str]:
    """Names of this grader's containers, in whatever state."""
    with closing(connect()) as engine:
        left = engine.containers.list(all=True, filters={"name": f"grader-{grader.pid}-"}, ignore_removed=True)
        return [container.name for container in left]
