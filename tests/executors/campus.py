"""A class that is graded by a program of its own, `grader grade`, here and elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from grader.cli import main

RIGHT = """
import numpy as np
def mse_loss(x, y):
    difference = x - y
    return np.mean(difference**2), 2 * difference / len(x)
"""
SLOW = RIGHT.replace("    difference", "    import time; time.sleep(0.002)\n    difference", 1)
"""Long enough on its way to be met there: a gradient is some four hundred calls."""
KINDS = (
    RIGHT,
    SLOW,
    RIGHT.replace("np.mean", "np.sum"),
    RIGHT.replace("2 * difference", "difference"),
    "def mse_loss(x, y):\n    raise ValueError('not yet')\n",
    "import os\ndef mse_loss(x, y):\n    os._exit(3)\n",
    "def mse_loss(x, y)\n    return 0\n",
    "",
)
"""Right, wrong in ways that are known, broken, and gone in mid-answer."""


@dataclass
class School:
    """Entries, a course of one small exercise, and the folder that both are graded into."""

    root: Path
    wall: str = "kernel"

    @classmethod
    def new(cls, root: Path, number: int) -> Self:
        """A class of so many, of all kinds in turn."""
        made = cls(root)
        assert main(["new", "intro", "--course", str(root / "course")]) == 0
        for each in range(number):
            folder = root / "class" / f"s{each:03}"
            folder.mkdir(parents=True)
            (folder / "hw.py").write_text(KINDS[each % len(KINDS)], encoding="utf-8")
        return made

    def begin(self, out: str, options: Sequence[str] = ()) -> subprocess.Popen[str]:
        """`grader grade` as a process of its own."""
        return self._begin(["grade", str(self.root / "class"), "-o", str(self.root / out), *options])

    def regrade(self, out: str, options: Sequence[str] = ()) -> tuple[int, str, str]:
        """Exit code, stdout, stderr of `grader regrade`."""
        grader = self._begin(["regrade", str(self.root / out), *options])
        said = grader.communicate()
        return grader.returncode, *said

    def _begin(self, command: Sequence[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "grader", *command, "--course", str(self.root / "course"), "--wall", self.wall],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
            start_new_session=True,
        )

    def grade(self, out: str, options: Sequence[str] = ()) -> tuple[int, str, str]:
        """Exit code, stdout, stderr of the whole run."""
        grader = self.begin(out, options)
        said = grader.communicate()
        return grader.returncode, *said

    def reports(self, out: str) -> dict[str, dict[str, Any]]:
        """By student, as they lie in the output folder."""
        files = sorted((self.root / out).glob("*/report.json"))
        return {file.parent.name: json.loads(file.read_text(encoding="utf-8")) for file in files}

    def judgements(self, out: str) -> dict[str, str]:
        """Reports without what belongs to the single run, as text: order and digits count."""
        reports = self.reports(out).items()
        return {name: json.dumps({key: told[key] for key in told if key != "run"}) for name, told in reports}

    def gradebook(self, out: str) -> bytes:
        """As it lies there."""
        return (self.root / out / "grades.csv").read_bytes()
