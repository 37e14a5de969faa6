"""A whole term: a class, three assignments, kills, late hand-ins, second tries, a wrong rubric mended, a gradebook.

    python benchmarks/term.py [--students N] [--wall W] [--jobs N] [--kills K] [--keep DIR] [--json]

Each assignment comes as an export of Gradescope, is graded while `grader grade` is killed K times, and once more with
those who handed in again. The second assignment is graded with a rubric that is wrong, which is then mended and
regraded. Some points are changed by hand. All points go into one gradebook of Canvas, and `term_audit.py`, which shares
no code with the grader, adds them up anew from the reports, the rubrics and what was drawn. Exit code 1 if a number
differs.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import term_audit
import term_class
from term_class import HandIn, Student

from grader.catalog import bundled_root, find_course

ASSIGNMENTS = ("linear_classifiers", "optimizers", "neural_networks")
WRONG_RUBRIC = ("optimizers", "next_w = 5\n", "next_w = 1\n")
"""An assignment, what its rubric should say, and what it says at first."""
POLICY = {
    "linear_classifiers": ('attempts = "best"', "grace_minutes = 30\nper_day = 0.1\nfloor = 0.5\n"),
    "optimizers": ('attempts = "last"', "points_per_day = 2\nmost_days = 3\n"),
    "neural_networks": ('attempts = "last"', "per_day = 0.25\n"),
}
FIRST_DUE = dt.datetime(2026, 2, 1, 23, 59, tzinfo=dt.UTC)
COLUMNS = {name: f"{name} ({501 + number})" for number, name in enumerate(ASSIGNMENTS)}


@dataclass
class Measured:
    """One step of the term."""

    step: str
    seconds: float
    cpu_seconds: float
    memory_mib: float
    """The largest process's."""
    said: str = ""

    def __str__(self) -> str:
        return f"{self.step}: {self.seconds:.1f} s, {self.cpu_seconds:.0f} s of CPU, {self.memory_mib:.0f} MiB"


@dataclass
class Term:
    """Where it lies, who is in it, and what was measured."""

    root: Path
    options: argparse.Namespace
    dice: random.Random
    pupils: list[Student]
    measured: list[Measured] = field(default_factory=list)
    truth: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def course(self) -> Path:
        """The bundled one, with dates and a policy."""
        return self.root / "course"

    def run(self, step: str, *arguments: str, kills: int = 0, wanted: Iterable[int] = (0,)) -> str:
        """`grader …` as a program of its own, killed so often on its way and begun again; what it printed at last."""
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        while True:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "grader", *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
            )
            try:
                said, _ = process.communicate(timeout=self.dice.uniform(5, 45) if kills else None)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills -= 1
            else:
                break
        if process.returncode not in wanted:
            raise SystemExit(f"{step} ended with {process.returncode}:\n{said}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        last = (said.strip().splitlines() or [""])[-1]
        self.measured.append(Measured(step, time.perf_counter() - started, cpu, after.ru_maxrss / 1024, last))
        if not self.options.json:
            print(f"{self.measured[-1]}; {last}", flush=True)
        return said


def main() -> int:
    """Plays the term, and says by the exit code whether every number is right."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=1200, metavar="N", help="size of the class (1200)")
    parser.add_argument("--wall", default="auto", metavar="W", help="what stands around students' code (auto)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="submissions at a time")
    parser.add_argument("--kills", type=int, default=3, metavar="K", help="how often each first grading is killed (3)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what the class is drawn from (1)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep everything here: a folder that is not there yet")
    parser.add_argument("--json", action="store_true", help="what was measured as JSON on stdout")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="term-") as folder:
        Path(folder).chmod(0o755)  # as root, hand-ins run as other users, who must find their temporary folder
        root = options.keep or Path(folder) / "term"
        root.mkdir(parents=True)
        dice = random.Random(options.seed)  # noqa: S311 - a made-up class
        term = Term(root, options, dice, term_class.students(options.students, dice))
        play(term)
        faults = term_audit.faults(root)
    if options.json:
        print(json.dumps({"measured": [asdict(each) for each in term.measured], "faults": faults}))
    else:
        print(
            "\n".join(faults) or f"every number of {options.students} students in {len(ASSIGNMENTS)} assignments holds"
        )
    return 1 if faults else 0


def play(term: Term) -> None:
    """The term from its first day to the gradebook."""
    _write_course(term)
    _write_gradebook(term)
    for number, name in enumerate(ASSIGNMENTS):
        _play_assignment(term, name, FIRST_DUE + dt.timedelta(days=28 * number))
    (term.root / "truth.json").write_text(json.dumps(term.truth), encoding="utf-8")


def _play_assignment(term: Term, name: str, due: dt.datetime) -> None:
    first, again = term_class.hand_ins(find_course(term.course).assignment(name), term.pupils, due, term.dice)
    downloads, out = term.root / "downloads" / name, term.root / "graded" / name
    marks, extended = _write_marks(term, name, first), _write_extensions(term, name, first)
    term_class.write_export(downloads / "first", first)
    common = ("-a", name, "--course", str(term.course), "--wall", term.options.wall, "--jobs", str(term.options.jobs))
    files = ("--marks", str(marks), "--extensions", str(extended))
    ledger = ("--ledger", str(term.root / "term.sqlite"))
    grade = ("grade", str(downloads / "first"), "-o", str(out), *common, *ledger)
    term.run(f"{name}: graded, {term.options.kills} times killed", *grade, *files, kills=term.options.kills)
    _set_aside(out, term.root / "then" / name)

    latest = {each.student.id: each for each in (*first, *again)}
    term_class.write_export(downloads / "second", latest.values())
    term.run(f"{name}: second tries", "grade", str(downloads / "second"), "-o", str(out), *common, *ledger)
    apart = term.root / "apart" / name
    if again:
        term_class.write_export(downloads / "again", again)
        term.run(f"{name}: second tries apart", "grade", str(downloads / "again"), "-o", str(apart), *common)

    changed = _change_by_hand(term, name, ledger)
    if name == WRONG_RUBRIC[0]:
        _mend(term, out, common, ledger)
        if again:
            term.run(f"{name}: regraded apart", "regrade", str(apart), *common)
    _fill_gradebook(term, name, out, ledger)
    term.truth[name] = {
        "due": due.isoformat(),
        "column": COLUMNS[name],
        "received": {each.student.id: each.received.isoformat() for each in first},
        "again": {each.student.id: each.received.isoformat() for each in again},
        "overridden": changed,
    }


# ---------------------------------------------------------------- what people write


def _write_course(term: Term) -> None:
    root = bundled_root()
    for part in ("assignments", "reference", "rubrics"):
        shutil.copytree(root / part, term.course / part, ignore=shutil.ignore_patterns("__pycache__"))
    (term.course / ".grader-secret").write_text(f"term {term.options.seed}\n", encoding="utf-8")
    for number, name in enumerate(ASSIGNMENTS):
        path = term.course / "rubrics" / f"{name}.toml"
        attempts, late = POLICY[name]
        due = (FIRST_DUE + dt.timedelta(days=28 * number)).isoformat()
        text = path.read_text(encoding="utf-8")
        text = text.replace("[assignment]\n", f"[late]\n{late}\n[assignment]\ndue = {due}\n{attempts}\n", 1)
        if name == WRONG_RUBRIC[0]:
            text = _replaced(text, WRONG_RUBRIC[1], WRONG_RUBRIC[2])
        path.write_text(text, encoding="utf-8")


def _replaced(text: str, old: str, new: str) -> str:
    if old not in text:
        raise SystemExit(f"the rubric does not say {old!r}")
    return text.replace(old, new, 1)


def _mend(term: Term, out: Path, common: tuple[str, ...], ledger: tuple[str, ...]) -> None:
    """The rubric is put right, looked at, and applied."""
    name, right, wrong = WRONG_RUBRIC
    path = term.course / "rubrics" / f"{name}.toml"
    path.write_text(_replaced(path.read_text(encoding="utf-8"), wrong, right), encoding="utf-8")
    regrade = ("regrade", str(out), *common, *ledger)
    term.run(f"{name}: the mended rubric, tried", *regrade, "--dry-run")
    term.run(f"{name}: the mended rubric, applied", *regrade, "--why", "next_w was worth too little")


def _write_marks(term: Term, name: str, handed_in: Iterable[HandIn]) -> Path:
    """The written questions of everybody who handed in are marked."""
    path = term.root / "marks" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    questions = find_course(term.course).assignment(name).rubric.written
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["student", "question", "points"])
        for each in handed_in:
            for question, asked in questions.items():
                table.writerow([each.student.id, question, term.dice.randrange(int(asked.points) + 1)])
    return path


def _write_extensions(term: Term, name: str, handed_in: Iterable[HandIn]) -> Path:
    """Some have two days more."""
    path = term.root / "extensions" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["student", "days", "reason", "author"])
        for each in handed_in:
            if term.dice.random() < 0.03:
                table.writerow([each.student.id, 2, "ill", "T. Assistant"])
    return path


def _change_by_hand(term: Term, name: str, ledger: tuple[str, ...]) -> dict[str, float]:
    """Some points are given by a person: all of a hand-in's."""
    handed_in = list(csv.DictReader((term.root / "graded" / name / "grades.csv").open(encoding="utf-8")))
    changed = {}
    for row in term.dice.sample(handed_in, min(5, len(handed_in))):
        points = term.dice.randrange(20, 50)
        words = ("--by", "A. Professor", "--why", "seen in person")
        term.run(f"{name}: by hand", "override", row["student"], "all", str(points), *words, "-a", name, *ledger)
        changed[row["student"]] = float(points)
    return changed


def _set_aside(out: Path, then: Path) -> None:
    """The reports as they are now."""
    for report in out.glob("*/report.json"):
        (then / report.parent.name).mkdir(parents=True)
        shutil.copy(report, then / report.parent.name)


# ---------------------------------------------------------------- Canvas


def _write_gradebook(term: Term) -> None:
    """As Canvas exports it before anything is graded."""
    out_of = {name: find_course(term.course).assignment(name).rubric.out_of for name in ASSIGNMENTS}
    wrong, right, said = WRONG_RUBRIC
    out_of[wrong] += float(right.split("=")[1]) - float(said.split("=")[1])  # as the course means it
    with (term.root / "gradebook.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *COLUMNS.values(), "Final Score"])
        table.writerow(["    Points Possible", "", "", "", "", *out_of.values(), "(read only)"])
        for pupil in term.pupils:
            table.writerow([pupil.name, pupil.canvas, pupil.id, f"{pupil.id}@example.org", "A", "", "", "", "0.0"])


def _fill_gradebook(term: Term, name: str, out: Path, ledger: tuple[str, ...]) -> None:
    theirs = term.root / "gradebook.csv"
    new = theirs.with_name("filled.csv")
    into = ("--into", str(theirs), "--column", COLUMNS[name], "-o", str(new))
    term.run(f"{name}: into the gradebook", "export", "canvas", str(out), *into, "-a", name, *ledger)
    new.replace(theirs)


if __name__ == "__main__":
    sys.exit(main())
