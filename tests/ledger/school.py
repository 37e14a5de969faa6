"""A course of two small exercises and a class, graded through the command line into a ledger."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from grader.cli import main
from grader.model import Standing

MSE = """
def mse_loss(x, y):
    difference = x - y
    return np.mean(difference**2), 2 * difference / len(x)
"""
MAE = """
def mae_loss(x, y):
    return np.mean(np.abs(x - y))
"""
RIGHT = f"import numpy as np\n{MSE}{MAE}"
SUMMED = RIGHT.replace("np.mean(difference**2)", "np.sum(difference**2)")
HALF = RIGHT.replace("2 * difference", "difference")
MEDIAN = RIGHT.replace("np.mean(np.abs(x - y))", "np.median(np.abs(x - y))")
NEARLY = RIGHT.replace("np.mean(np.abs(x - y))", "np.mean(np.abs(x - y)) * (1 + 1e-4)")

SECOND = '''"""The mean absolute error."""

from __future__ import annotations

import numpy as np

from grader.authoring import Case, Close, Mistake, Repeatable, Variant, exercise


# solution: begin
def mae_loss(x, y):
    """The mean absolute error of predictions."""
    return np.mean(np.abs(x - y))


# solution: end


def small(rng):
    return {"x": rng.standard_normal(4), "y": rng.standard_normal(4)}


def large(rng):
    return {"x": rng.standard_normal(9), "y": rng.standard_normal(9)}


EXERCISE = exercise(
    "mae_loss",
    uses=["mae_loss"],
    cases=[Case(small, visible=True), Case(large)],
    checks=[Close("loss"), Repeatable()],
    mistakes=[Mistake("summed", "it is summed", find="np.mean(np.abs(x - y))", replace="np.sum(np.abs(x - y))")],
    variants=[Variant("median", "of the median", find="np.mean(np.abs(x - y))", replace="np.median(np.abs(x - y))")],
)
'''
RUBRIC = """
[mae_loss]
points = { loss = 3, repeatable = 1 }
"""


@dataclass
class School:
    """Entries on one side, what the grader made of them on the other."""

    root: Path
    received: dict[str, str] = field(default_factory=dict)
    """When an entry was handed in, by name."""

    @classmethod
    def new(cls, root: Path) -> Self:
        """A course without a class."""
        made = cls(root)
        assert main(["new", "intro", "--course", str(made.course)]) == 0
        (made.course / "reference/intro/mean_absolute_error.py").write_text(SECOND, encoding="utf-8")
        probe = "\n\ndef mae_loss(student, x, y):\n    return {'loss': student.mae_loss(x, y)}\n"
        made.edit("assignments/intro/probes.py", lambda text: text + probe)
        made.edit("rubrics/intro.toml", lambda text: text + RUBRIC)
        return made

    course = property(lambda self: self.root / "course")
    entries = property(lambda self: self.root / "class")
    out = property(lambda self: self.root / "out")
    ledger = property(lambda self: self.out / "ledger.sqlite")

    # ------------------------------------------------------------ before

    def edit(self, path: str, change: Any) -> None:
        file = self.course / path
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """One piece of a course file, which must be there."""
        assert old in (self.course / path).read_text(encoding="utf-8")
        self.edit(path, lambda text: text.replace(old, new))

    def rubric(self, old: str, new: str) -> None:
        self.replace("rubrics/intro.toml", old, new)

    def policy(self, text: str, assignment: str = "") -> None:
        """Tables of the rubric, and keys of its [assignment]."""
        self.edit("rubrics/intro.toml", lambda old: old.replace("[assignment]", f"[assignment]\n{assignment}") + text)

    def hand_in(self, student: str, text: str = RIGHT, received: str | None = None) -> None:
        """A folder with one file."""
        file = self.entries / student / "hw.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if received:
            self.received[student] = received

    def counting(self, text: str = RIGHT) -> str:
        """The text, leaving a mark whenever one of its functions is called."""
        mark = f"    with open({str(self.root / 'calls')!r}, 'a') as calls: calls.write('x')\n"
        return re.sub(r"(def \w+\(x, y\):\n)", lambda found: found[1] + mark, text)

    @property
    def calls(self) -> int:
        """How often functions of `counting` were called."""
        file = self.root / "calls"
        return len(file.read_text(encoding="utf-8")) if file.exists() else 0

    # ------------------------------------------------------------ commands

    def grade(self, *options: str, out: Path | None = None) -> int:
        folders = [str(self.entries), "-o", str(out or self.out), "--course", str(self.course)]
        return main(["grade", *folders, *self._times(), "--wall", "process", "--jobs", "2", *options])

    def regrade(self, *options: str) -> int:
        return main(["regrade", str(self.out), "--course", str(self.course), "--wall", "process", *options])

    def enter(self, *command: str) -> int:
        """A command with --ledger; where a person decides, with --by and --why."""
        who = (
            [] if command[0] == "ledger" and command[1] not in ("forget", "prune") else ["--by", "Dr X", "--why", "so"]
        )
        who = [] if command[:2] == ("request", "list") else who
        return main([*command, *who, "-l", str(self.out)])

    def _times(self) -> list[str]:
        """When everybody handed in, where this class knows."""
        if not self.received:
            return []
        file = self.root / "times.csv"
        rows = "".join(f"{student},{time}\n" for student, time in self.received.items())
        file.write_text(f"student,received\n{rows}", encoding="utf-8")
        return ["--times", str(file)]

    # ------------------------------------------------------------ after

    def report(self, student: str, out: Path | None = None) -> dict[str, Any]:
        return json.loads(((out or self.out) / student / "report.json").read_text(encoding="utf-8"))

    def exercise(self, student: str, name: str) -> dict[str, Any]:
        return next(each for each in self.report(student)["exercises"] if each["exercise"] == name)

    def judgements(self, out: Path | None = None) -> dict[str, Any]:
        """Every report without its run block."""
        folder = out or self.out
        names = sorted(path.parent.name for path in folder.glob("*/report.json"))
        return {name: {k: v for k, v in self.report(name, folder).items() if k != "run"} for name in names}

    def fresh(self) -> dict[str, Any]:
        """What a grading into a new folder says by the course as it is now."""
        number = len(list(self.root.glob("fresh*")))
        out = self.root / f"fresh{number}"
        assert self.grade(out=out) == 0
        return self.judgements(out)

    def rows(self) -> dict[str, dict[str, str]]:
        with (self.out / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student"]: row for row in csv.DictReader(file)}

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        """What the ledger answers to plain SQL."""
        with closing(sqlite3.connect(self.ledger)) as connection:
            return connection.execute(statement).fetchall()

    def standings(self) -> dict[str, Standing]:
        from grader.ledger.book import Ledger  # noqa: PLC0415 - as above
        from grader.ledger.standings import standings  # noqa: PLC0415 - as above

        with Ledger(self.ledger, write=False) as ledger:
            return {each.student: each for each in standings(ledger, "intro")}
