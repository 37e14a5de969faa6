"""Adds up a term anew: `python benchmarks/term_audit.py DIR`, on a folder that `term.py --keep DIR` left.

Nothing of the grader is imported. From the verdicts in the reports, the points in the rubrics, the marks, the times
and the policy it works out what must stand in the gradebook, and tells every number that is another.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

NEAR = 0.0051
"""Points: gradebooks show two decimals."""


def faults(root: Path) -> list[str]:
    """Every number that does not hold, in words."""
    truth = json.loads((root / "truth.json").read_text(encoding="utf-8"))
    with (root / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["SIS User ID"]: row for row in csv.DictReader(file)}
    found = []
    for name, told in truth.items():
        found += Audit(root, name, told).faults(rows)
    return found


class Audit:
    """One assignment."""

    def __init__(self, root: Path, name: str, told: dict[str, Any]) -> None:
        self.root, self.name, self.told = root, name, told
        rubric = tomllib.loads((root / "course" / "rubrics" / f"{name}.toml").read_text(encoding="utf-8"))
        self.info, self.late = rubric.pop("assignment"), rubric.pop("late", {})
        self.written, self.exercises = rubric.pop("written", {}), rubric
        self.marks: dict[str, float] = defaultdict(float)
        for row in self._table("marks"):
            self.marks[row["student"]] += float(row["points"])
        self.days_more = {row["student"]: float(row["days"]) for row in self._table("extensions")}

    def _table(self, folder: str) -> list[dict[str, str]]:
        with (self.root / folder / f"{self.name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def faults(self, rows: dict[str, dict[str, str]]) -> list[str]:
        """What does not hold of this assignment."""
        found = [f"{self.name}: {said}" for student in self.told["received"] for said in self._report(student)]
        for student, row in rows.items():
            if not student:  # what Canvas has above the students
                continue
            cell, wanted = row[self.told["column"]].strip(), self._final(student)
            if (cell == "") != (wanted is None) or (wanted is not None and abs(float(cell) - wanted) > NEAR):
                found.append(f"{self.name}: {student} has {cell or 'nothing'} in the gradebook; it should be {wanted}")
        return found

    # ------------------------------------------------------------ points

    def _final(self, student: str) -> float | None:
        """What must stand in the gradebook; None for who handed in nothing."""
        received = self.told["received"].get(student)
        if received is None:
            return None
        attempts = [(self._read("then", student), received)]
        if student in self.told["again"]:
            attempts.append((self._read("apart", student), self.told["again"][student]))
        finals = [
            self._after_policy(student, self._earned(report) + self.marks[student], at) for report, at in attempts
        ]
        if student in self.told["overridden"]:
            counting = finals.index(max(finals)) if self._best else len(finals) - 1
            finals[counting] = self._after_policy(student, self.told["overridden"][student], attempts[counting][1])
        return max(finals) if self._best else finals[-1]

    @property
    def _best(self) -> bool:
        return bool(self.info.get("attempts", "last") == "best")

    def _after_policy(self, student: str, points: float, received: str) -> float:
        due = dt.datetime.fromisoformat(self.told["due"]) + dt.timedelta(days=self.days_more.get(student, 0))
        over = dt.datetime.fromisoformat(received) - due
        if over <= dt.timedelta(minutes=self.late.get("grace_minutes", 0)):
            return points
        days = math.ceil(over / dt.timedelta(days=1))
        if days > self.late.get("most_days", math.inf):
            return 0.0
        lost = points * self.late.get("per_day", 0) * days + self.late.get("points_per_day", 0) * days
        return points - min(lost, points * (1 - self.late.get("floor", 0)))

    def _earned(self, report: dict[str, Any]) -> float:
        return sum(self._of_exercise(each) for each in report["exercises"] if each["exercise"] not in self.written)

    def _of_exercise(self, exercise: dict[str, Any]) -> float:
        """A check's points split evenly over its cases; what is lost given back as far as named mistakes say."""
        section = self.exercises[exercise["exercise"]]
        cases = Counter(finding["check"] for finding in exercise["findings"])
        spoilt = {each["check"] for each in exercise["findings"] if each["verdict"] in ("fail", "skip")}
        elsewhere = any(note.startswith("judged by what it calls") for note in exercise["notes"])
        usual = 1.0 if elsewhere else 0.0
        credit = min((self._credit(section, each["name"]) for each in exercise["mistakes"]), default=usual)
        earned = 0.0
        for finding in exercise["findings"]:
            share = section["points"][finding["check"]] / cases[finding["check"]]
            whole = finding["check"] not in section.get("all_or_nothing", ()) or finding["check"] not in spoilt
            earned += share * (1.0 if finding["verdict"] == "pass" and whole else credit)
        return earned

    def _credit(self, section: dict[str, Any], name: str) -> float:
        """A mistake that was made in another exercise is charged there alone."""
        return 1.0 if name == "follows" else float(section.get("mistakes", {}).get(name, {}).get("credit", 0.0))

    # ------------------------------------------------------------ reports

    def _read(self, folder: str, student: str) -> dict[str, Any]:
        path = self.root / folder / self.name / student / "report.json"
        return dict(json.loads(path.read_text(encoding="utf-8")))

    def _report(self, student: str) -> list[str]:
        """Whether the report that the student has adds up."""
        report = self._read("graded", student)
        found = []
        for exercise in report["exercises"]:
            if exercise["exercise"] not in self.written and exercise["findings"]:
                wanted = self._of_exercise(exercise)
                if abs(exercise["earned"] - wanted) > NEAR and student not in self.told["overridden"]:
                    found.append(
                        f"{student}: {exercise['exercise']} has {exercise['earned']}; it should be {wanted:.3f}"
                    )
            if exercise["ungraded"]:
                found.append(f"{student}: {exercise['exercise']} is open")
        return found


if __name__ == "__main__":
    said = faults(Path(sys.argv[1]))
    print("\n".join(said) or "every number holds")
    sys.exit(1 if said else 0)
