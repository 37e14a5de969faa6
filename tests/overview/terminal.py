"""A real terminal around `grader grade`: a pty that is read, typed into and resized."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from rich.cells import cell_len

from grader.cli import main

RIGHT = """
import numpy as np
def mse_loss(x, y):
    difference = x - y
    return np.mean(difference**2), 2 * difference / len(x)
"""
SLOW = RIGHT.replace("def", "def busy():\n    for _ in range(60_000): pass\ndef", 1).replace(
    "    difference", "    busy()\n    difference", 1
)
"""Right, and a second or two on its way: a gradient is four hundred calls."""
HANGS = "def mse_loss(x, y):\n    while True: pass\n"
PATIENCE = 90.0
OURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What rich draws with: colours, cursor, erasing. No titles, no strings, nothing that a name could bring."""


class Class:
    """Entries and a course of one small exercise."""

    def __init__(self, root: Path) -> None:
        self.course, self.entries, self.out = root / "course", root / "class", root / "out"
        assert main(["new", "intro", "--course", str(self.course)]) == 0

    def hand_in(self, student: str, text: str = RIGHT) -> None:
        (self.entries / student).mkdir(parents=True)
        (self.entries / student / "hw.py").write_text(text, encoding="utf-8")

    def command(self, *options: str) -> list[str]:
        folders = [str(self.entries), "-o", str(self.out), "--course", str(self.course)]
        return [sys.executable, "-m", "grader", "grade", *folders, "--wall", "process", "--jobs", "1", *options]

    def done(self) -> set[str]:
        return {path.parent.name for path in self.out.glob("*/report.json")}


class Terminal:
    """The command runs in it, as the foreground of a session of its own, so that its keys are signals."""

    def __init__(self, command: list[str], columns: int = 80, **environment: str) -> None:
        self._ours, theirs = pty.openpty()
        self.resize(columns)
        inherited = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")}
        self.process = subprocess.Popen(
            ["setsid", "--ctty", "--wait", *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**inherited, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment},
        )
        os.close(theirs)
        self.text = ""
        self._bytes = b""

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))

    def press(self, key: bytes) -> None:
        os.write(self._ours, key)

    def until(self, pattern: str, after: int = 0) -> int:
        """Reads until the pattern is seen behind this place; returns where it ends."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.text[after:])):
            assert time.monotonic() < end, f"{pattern!r} was not seen in {self.text!r}"
            if not self._read():
                raise AssertionError(f"{pattern!r} was not seen before the end: {self.text!r}")
        return after + found.end()

    def finish(self) -> int:
        """Reads to the end; returns the exit code."""
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, self.text
        os.close(self._ours)
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        """Whether there may be more."""
        ready, _, _ = select.select([self._ours], [], [], 0.5)
        if not ready:
            return True
        try:
            got = os.read(self._ours, 65536)
        except OSError:  # Linux says so when the other side has gone
            return False
        self._bytes += got
        self.text = self._bytes.decode("utf-8", "replace")
        return bool(got)


def lines(text: str) -> list[str]:
    """What stood on the lines, one after the other, without colours."""
    return [line for line in re.split(r"[\r\n]+", OURS.sub("", text)) if line]


def widest(text: str) -> int:
    """Columns of the widest line; letters of some scripts take two."""
    return max(map(cell_len, lines(text)), default=0)
