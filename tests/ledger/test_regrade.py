"""After a change of the course the least is done again, and comes out as if everything had been graded anew."""

from __future__ import annotations

import csv
import os
import subprocess
import sys

import pytest
from school import HALF, MEDIAN, NEARLY, RIGHT, SUMMED, School

from grader.batch import regrading

MAE = "reference/intro/mean_absolute_error.py"


@pytest.fixture
def graded(school: School) -> School:
    """Five hand-ins, right and wrong, that count their calls."""
    for name, text in {"ada": RIGHT, "ben": SUMMED, "cleo": HALF, "dan": MEDIAN, "eve": NEARLY}.items():
        school.hand_in(name, school.counting(text))
    assert school.grade() == 0
    return school


def test_new_points_are_counted_without_running_anything(graded: School, capsys: pytest.CaptureFixture[str]) -> None:
    calls, before = graded.calls, graded.judgements()
    graded.rubric("dx = 3", "dx = 5")
    graded.rubric("summed = { credit = 0.5 }", "summed = { credit = 0.25 }")
    assert graded.regrade() == 0
    assert graded.calls == calls
    assert "5 rescored" in capsys.readouterr().out
    assert graded.judgements() != before
    assert graded.judgements() == graded.fresh()
    anew = graded.report("ada", graded.root / "fresh0")["run"]["fingerprint"]
    assert graded.report("ada")["run"]["fingerprint"] == anew
    assert {name: float(row["earned"]) for name, row in graded.rows().items()} == {
        name: report["earned"] for name, report in graded.judgements().items()
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "student"),
    [
        (MAE, 'Close("loss")', 'Close("loss", rtol=1e-3)', "eve"),
        (MAE, "mistakes=[", 'mistakes=[Mistake("off", "a little", find="x - y", replace="(x - y) * 1.0001"), ', "eve"),
        ("rubrics/intro.toml", "[mae_loss]", '[mae_loss]\naccepts = ["median"]', "dan"),
    ],
    ids=["tolerance", "mistake", "convention"],
)
def test_a_changed_check_is_applied_to_what_was_recorded(
    graded: School, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, student: str
) -> None:
    calls, before = graded.calls, graded.exercise(student, "mae_loss")
    graded.replace(path, old, new)
    assert graded.regrade() == 0
    assert graded.calls == calls
    assert "5 rejudged" in capsys.readouterr().out
    assert graded.exercise(student, "mae_loss") != before
    assert graded.judgements() == graded.fresh()


def test_what_is_run_twice_is_recorded_twice(school: School) -> None:
    """What the first run printed is still told, and code that gives something else the second time is still caught."""
    talks = RIGHT.replace("    difference = x - y\n", "    difference = x - y\n    print('here')\n")
    forgets = "calls = []\n" + RIGHT.replace(
        "    difference = x - y\n", "    difference = x - y + 0.1 * len(calls)\n"
    ).replace("def mse_loss(x, y):\n", "def mse_loss(x, y):\n    calls.append(1)\n")
    school.hand_in("talks", talks)
    school.hand_in("forgets", forgets)
    assert school.grade() == 0
    before = {name: school.exercise(name, "mse_loss") for name in ("talks", "forgets")}
    assert "here" in before["talks"]["printed"]
    assert "repeatable" in {each["check"] for each in before["forgets"]["findings"] if each["verdict"] == "fail"}
    school.replace("reference/intro/mean_squared_error.py", 'Close("loss")', 'Close("loss", rtol=1e-9)')
    assert school.regrade() == 0
    assert school.exercise("talks", "mse_loss") == before["talks"]
    verdicts = [(each["check"], each["case"], each["verdict"]) for each in before["forgets"]["findings"]]
    after = school.exercise("forgets", "mse_loss")["findings"]
    assert [(each["check"], each["case"], each["verdict"]) for each in after] == verdicts


def test_only_the_exercise_that_changed_is_judged_again(graded: School) -> None:
    """The other one's judgement is the very same entry."""
    graded.replace(MAE, 'Close("loss")', 'Close("loss", rtol=1e-3)')
    assert graded.regrade() == 0
    stamps = graded.asked("SELECT exercise, count(DISTINCT judged) FROM examinations GROUP BY exercise")
    assert dict(stamps) == {"mse_loss": 1, "mae_loss": 2}
    recorded = graded.asked("SELECT exercise, count(*) FROM observations GROUP BY exercise")
    assert dict(recorded) == {"mse_loss": 5, "mae_loss": 10}


def test_a_new_case_is_run_and_the_others_are_not(graded: School, capsys: pytest.CaptureFixture[str]) -> None:
    calls = graded.calls
    graded.replace(
        MAE, "Case(large)]", 'Case(large), Case(lambda rng: {"x": rng.random(3), "y": rng.random(3)}, name="new")]'
    )
    assert graded.regrade() == 0
    assert "5 run again" in capsys.readouterr().out
    assert graded.calls - calls == 5 * 2  # the new case's own run, and that of `repeatable`
    assert graded.judgements() == graded.fresh()


def test_a_changed_probe_runs_its_own_exercise_again(graded: School) -> None:
    calls = graded.calls
    graded.replace("assignments/intro/probes.py", "student.mae_loss(x, y)", "student.mae_loss(x, y) + 0.0")
    assert graded.regrade() == 0
    assert graded.calls - calls == 5 * 2 * 2
    assert graded.judgements() == graded.fresh()


def test_a_comment_in_a_probe_runs_nothing(graded: School) -> None:
    calls = graded.calls
    graded.edit("assignments/intro/probes.py", lambda text: text + "\n# nothing new\n")
    assert graded.regrade() == 0
    assert graded.calls == calls


def test_the_grade_command_does_the_least_too(graded: School) -> None:
    calls = graded.calls
    graded.rubric("dx = 3", "dx = 5")
    assert graded.grade() == 0
    assert graded.calls == calls
    assert graded.judgements() == graded.fresh()


def test_where_new_points_make_another_convention_kinder_it_is_judged_by_that(school: School) -> None:
    """Small cases are right by the variant, large ones by the reference: the dearer ones decide."""
    school.hand_in(
        "ada", RIGHT.replace("np.mean(np.abs(x - y))", "(np.median if len(x) < 9 else np.mean)(np.abs(x - y))")
    )
    school.rubric("[mae_loss]", '[mae_loss]\naccepts = ["median"]')
    keyed = 'class {0}(Close):\n    key = property(lambda self: "{0}")\n\n\n'
    school.replace(MAE, "EXERCISE =", keyed.format("first") + keyed.format("second") + "EXERCISE =")
    school.replace(MAE, "checks=[", 'checks=[first("loss", on=("small",)), second("loss", on=("large",)), ')
    school.rubric("loss = 3, repeatable = 1", "loss = 0, repeatable = 1, first = 1, second = 3")
    assert school.grade() == 0
    school.rubric("first = 1, second = 3", "first = 3, second = 1")
    assert school.regrade() == 0
    assert school.judgements() == school.fresh()
    assert any("median" in note for note in school.exercise("ada", "mae_loss")["notes"])


def test_a_dry_run_says_it_and_writes_nothing(graded: School, capsys: pytest.CaptureFixture[str]) -> None:
    entered, before = graded.asked("SELECT count(*) FROM gradings"), graded.judgements()
    graded.rubric("dx = 3", "dx = 1")
    table = graded.root / "changes.csv"
    assert graded.regrade("--dry-run", "--csv", str(table)) == 0
    said = capsys.readouterr().out
    assert "0 gain, 5 lose, 0 stay" in said
    assert graded.asked("SELECT count(*) FROM gradings") == entered
    assert graded.judgements() == before
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert (float(rows["ada"]["before"]), float(rows["ada"]["after"]), float(rows["ada"]["change"])) == (14, 12, -2)
    assert rows["ada"]["exercises"] == "mse_loss 10 -> 8"
    assert graded.regrade() == 0
    assert {name: row["earned"] for name, row in graded.rows().items()} == {
        name: row["after"] for name, row in rows.items()
    }


def test_nothing_changed_nothing_done(graded: School, capsys: pytest.CaptureFixture[str]) -> None:
    entered = graded.asked("SELECT count(*) FROM gradings")
    assert graded.regrade() == 0
    assert "5 unchanged" in capsys.readouterr().out
    assert graded.asked("SELECT count(*) FROM gradings") == entered


@pytest.mark.parametrize("policy", [False, True], ids=["points", "attempts too"])
def test_an_interrupted_regrading_that_goes_on_tells_it_all(
    graded: School, capsys: pytest.CaptureFixture[str], *, policy: bool
) -> None:
    """Before is what everybody had before the first of them, by the rubric of then; afterwards nothing is left over."""
    if policy:
        graded.hand_in("ada", SUMMED)
        assert graded.grade() == 0
        graded.policy("", 'attempts = "best"')
    before = {name: report["earned"] for name, report in graded.judgements().items()}
    graded.rubric("dx = 3", "dx = 1")
    right, done = regrading._record, []

    def interrupted(*arguments: object) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(arguments)
        right(*arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as at_the_fourth:
        at_the_fourth.setattr(regrading, "_record", interrupted)
        assert graded.regrade() == 130
    table = graded.root / "changes.csv"
    for options in (["--dry-run"], []):
        capsys.readouterr()
        assert graded.regrade("--csv", str(table), *options) == 0
        said = capsys.readouterr().out
        assert "was interrupted: before is what everybody had before that" in said
        assert "3 unchanged" in said
        with table.open(encoding="utf-8", newline="") as file:
            rows = {row["student"]: row for row in csv.DictReader(file)}
        assert {name: float(row["before"]) for name, row in rows.items()} == before
    assert {name: float(row["after"]) for name, row in rows.items()} == {
        name: report["earned"] for name, report in graded.judgements().items()
    }
    assert graded.regrade() == 0
    said = capsys.readouterr().out
    assert "interrupted" not in said
    assert "0 gain, 0 lose, 5 stay" in said
    assert graded.enter("ledger", "check") == 0


def test_points_that_a_person_gave_survive_and_are_listed_for_a_look(
    graded: School, capsys: pytest.CaptureFixture[str]
) -> None:
    assert graded.enter("override", "ben", "mse_loss", "9") == 0
    assert graded.enter("override", "cleo", "mse_loss.dx", "2") == 0
    assert graded.enter("override", "dan", "all", "12.5") == 0
    graded.rubric("dx = 3", "dx = 4")
    assert graded.regrade() == 0
    said = capsys.readouterr().out
    assert "look at: ben, mse_loss: set to 9 by Dr X" in said
    assert "look at: dan, all points: set to 12.5 by Dr X" in said
    assert graded.exercise("ben", "mse_loss")["earned"] == 9
    assert any(
        "set to 9 (was" in note and "Dr X" in note and "so" in note
        for note in graded.exercise("ben", "mse_loss")["notes"]
    )
    dx = [each["earned"] for each in graded.exercise("cleo", "mse_loss")["findings"] if each["check"] == "dx"]
    assert sum(dx) == pytest.approx(2)
    assert graded.report("dan")["earned"] == 12.5
    assert float(graded.rows()["dan"]["earned"]) == 12.5
    assert graded.enter("override", "ben", "mse_loss", "--withdraw") == 0
    assert graded.regrade() == 0
    assert graded.report("ben")["earned"] == graded.fresh()["ben"]["earned"]


def test_without_what_was_handed_in_points_and_checks_are_regraded_and_runs_are_not(
    graded: School, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody's points are lost for it: what cannot be run stays as it was, and is told."""
    graded.policy("\n[keep]\nsubmissions = 0\n")
    graded.rubric("dx = 3", "dx = 4")
    assert graded.regrade() == 0
    with pytest.MonkeyPatch.context() as later:
        later.setattr("grader.ledger.keeping._before", lambda *_: "9999")
        assert graded.enter("ledger", "prune") == 0
    assert graded.asked("SELECT count(*) FROM hand_ins") == [(0,)]
    graded.rubric("dx = 4", "dx = 5")
    graded.replace(MAE, 'Close("loss")', 'Close("loss", rtol=1e-3)')
    assert graded.regrade() == 0
    kept = graded.judgements()
    assert kept == graded.fresh()
    graded.replace(MAE, "standard_normal(9)", "standard_normal(8)")
    capsys.readouterr()
    assert graded.regrade() == 3
    assert "could not be regraded, stays as it was: ada" in capsys.readouterr().err
    assert graded.judgements() == kept
    assert graded.enter("ledger", "check") == 0


def test_stamps_are_the_same_in_every_process() -> None:
    """Whatever order names come in: else an unchanged course would be run again."""
    program = (
        "from grader.bench import bench_for\n"
        "from grader.catalog import Course, bundled_root\n"
        "from grader.sandbox.limits import Limits\n"
        "from grader.stamps import stamps_of\n"
        "made = Course(bundled_root(), bundled=True).assignment('optimizers')\n"
        "print(stamps_of(made, bench_for(made), Limits()))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in range(4)
    }
    assert len(said) == 1
