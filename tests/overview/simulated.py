"""Classes that were never graded: reports drawn by a latent ability, and reports made by hand for the odd cases."""

from __future__ import annotations

import dataclasses
import json as plain_json
from pathlib import Path

import numpy as np

from grader.cli import main
from grader.model import ExerciseReport, GradedFinding, NamedMistake, Report, RunBlock, Verdict
from grader.report import json

CHECKS = {"loss": (3.0, -0.5), "gradient": (4.0, 0.3), "speed": (2.0, 1.2)}
"""Points and difficulty."""
EXERCISES = {"svm": 0.0, "softmax": 0.5, "train": -0.7, "predict": -1.5}
MISTAKES = ("summed", "sign", "off_by_one", "transposed", "no_penalty")


def run(seconds=1.0, seal="f"):
    return RunBlock("process", ("rlimits",), seconds=seconds, fingerprint=seal)


def report(student, *exercises, seconds=1.0, refusal="", assignment="a", seal="f"):
    sums = [sum(getattr(each, name) for each in exercises) for name in ("earned", "out_of", "ungraded")]
    return Report(student, assignment, run(seconds, seal), *(round(x, 6) for x in sums), tuple(exercises), (), refusal)


def finding(check, verdict, out_of=1.0, case="c", message=""):
    earned = out_of if verdict is Verdict.PASS else 0.0
    return GradedFinding(
        check, case, visible=True, verdict=verdict, earned=earned, out_of=out_of, message=message, hint=""
    )


def exercise(name, *findings, mistakes=(), found_in="a.py, line 1"):
    return ExerciseReport(
        name, "", sum(f.earned for f in findings), sum(f.out_of for f in findings),
        sum(f.out_of for f in findings if f.verdict is Verdict.UNGRADED), found_in,
        tuple(NamedMistake(m, f"it is {m}") for m in mistakes), tuple(findings),
    )  # fmt: skip


def written(earned=None, out_of=5.0):
    """A question that a person marks."""
    return ExerciseReport("essay", "", earned or 0.0, out_of, out_of if earned is None else 0.0, "")


def drawn_class(students, seed=0, *, open_share=0.02, refused_share=0.02):
    """Students of different ability; harder checks are passed by fewer, and all by those who can more."""
    dice = np.random.default_rng(seed)
    made = []
    for number in range(students):
        name, seal = f"student{number:04d}", str(dice.integers(1 << 60))
        if dice.random() < refused_share:
            empty = [ExerciseReport(each, "", 0.0, 9.0, 0.0, "") for each in EXERCISES]
            made.append(report(name, *empty, refusal=f"There is nothing to grade in {name}.", seal=seal))
            continue
        ability, open_one = dice.normal(), dice.random() < open_share
        exercises = [_drawn(dice, each, hard, ability, open_one and each == "svm") for each, hard in EXERCISES.items()]
        seconds = float(np.exp(dice.normal(0, 0.3))) * (30 if dice.random() < 0.01 else 1)
        made.append(report(name, *exercises, seconds=round(seconds, 3), seal=seal))
    return made


def _drawn(dice, name, hard, ability, open_one):
    findings = []
    for check, (points, harder) in CHECKS.items():
        for case in ("one", "two"):
            right = dice.random() < 1 / (1 + np.exp(-(ability - hard - harder) * 1.7))
            verdict = Verdict.PASS if right else Verdict.FAIL
            findings.append(finding(check, verdict, points / 2, case))
    if open_one:
        findings[-1] = dataclasses.replace(findings[-1], verdict=Verdict.UNGRADED, earned=0.0, message="It broke.")
    if dice.random() < 0.05:
        findings = [finding(check, Verdict.SKIP, points) for check, (points, _) in CHECKS.items()]
    failed = any(f.verdict is Verdict.FAIL for f in findings)
    mistakes = [MISTAKES[min(int(dice.exponential(1.2)), 4)]] if failed and dice.random() < 0.7 else []
    return exercise(name, *findings, mistakes=mistakes)


def graded_into(folder: Path, reports) -> Path:
    """As `grader grade` leaves it."""
    for each in reports:
        place = folder / each.student
        place.mkdir(parents=True)
        (place / "report.json").write_text(json.write(each), encoding="utf-8")
    return folder


def told(capsys, folder, *options):
    """What `grader report --json` says."""
    capsys.readouterr()
    assert main(["report", str(folder), "--json", *map(str, options)]) == 0
    return plain_json.loads(capsys.readouterr().out)
