"""A folder of hand-ins in, reports and a gradebook out: what an instructor and a student may rely on."""

from __future__ import annotations

import csv
import json
import re

import pytest
from classroom import ASSIGNMENT, RIGHT_SVM, Classroom

from grader.bench import bench_for
from grader.catalog import Course, bundled_root

EXERCISE = "svm_loss_vectorized"
TWINS = ("svm_loss_naive", "svm_loss_vectorized")


def test_a_right_function_earns_full_marks_and_the_page_says_where_it_was_found(classroom: Classroom) -> None:
    classroom.hand_in("ada.py")
    assert classroom.grade() == 0
    said = classroom.exercise("ada", EXERCISE)
    assert said["earned"] == said["out_of"] > 0
    assert said["found_in"] == "ada.py, line 5"
    assert said["mistakes"] == []


def test_a_named_mistake_is_told_and_costs_points(classroom: Classroom) -> None:
    classroom.hand_in("bob.py", RIGHT_SVM.replace("+ 2 * reg * W", "+ reg * W"))
    classroom.grade()
    said = classroom.exercise("bob", EXERCISE)
    assert 0 < said["earned"] < said["out_of"]
    assert "2" in said["mistakes"][0]["message"]
    assert said["mistakes"][0]["message"] in classroom.page("bob").replace("&#39;", "'")


def test_the_gradebook_holds_what_the_reports_say(classroom: Classroom) -> None:
    classroom.hand_in("ada.py")
    classroom.hand_in("eve.py", "def svm_loss_vectorized(W, X, y, reg):\n    return 0.0, W * 0\n")
    classroom.grade()
    with (classroom.out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["ada", "eve"]
    for student, row in rows.items():
        report = classroom.report(student)
        assert float(row["earned"]) == report["earned"]
        assert float(row["out_of"]) == report["out_of"]
        assert float(row[EXERCISE]) == classroom.exercise(student, EXERCISE)["earned"]


@pytest.mark.parametrize(
    "body",
    [
        "return 0.0, np.zeros_like(W)",
        "return 1.0, np.ones_like(W)",
        "return W, W",
        "return reg, W",
        "return 5.27, W * 0",
    ],
)
def test_an_answer_that_computes_nothing_earns_nothing(classroom: Classroom, body: str) -> None:
    classroom.hand_in("eve.py", f"import numpy as np\ndef svm_loss_vectorized(W, X, y, reg):\n    {body}\n")
    classroom.grade()
    assert classroom.exercise("eve", EXERCISE)["earned"] == 0


def test_answers_learned_by_heart_from_the_visible_cases_earn_nothing(classroom: Classroom) -> None:
    """Every visible answer is right; hidden cases get the answer of another case."""
    learned = f"""
{RIGHT_SVM.replace("svm_loss_vectorized", "truth")}
seen = []
def svm_loss_vectorized(W, X, y, reg):
    seen.append((W, X, y, reg))
    if len(seen) <= 30:
        return truth(W, X, y, reg)
    first = next((s for s in seen if s[0].shape == W.shape), seen[0])
    return truth(first[0], first[1], first[2], first[3])[0], W * 0
"""
    classroom.hand_in("eve.py", learned)
    classroom.grade()
    said = classroom.exercise("eve", EXERCISE)
    assert said["earned"] < said["out_of"]


def test_nothing_of_a_hidden_case_is_shown(classroom: Classroom) -> None:
    """The program tells its inputs by every road: exception, print, warning, return."""
    tell = """
import numpy as np, warnings
def svm_loss_vectorized(W, X, y, reg):
    text = 'SEEN' + ','.join(f'{x:.17g}' for x in X.ravel()[:50]) + 'END'
    print(text)
    warnings.warn(text)
    raise ValueError(text)
"""
    classroom.hand_in("eve.py", tell)
    classroom.grade()
    said = classroom.exercise("eve", EXERCISE)
    hidden = [finding for finding in said["findings"] if not finding["visible"]]
    visible = [finding for finding in said["findings"] if finding["visible"]]
    assert hidden
    assert any("SEEN" in finding["message"] for finding in visible)
    assert not any("SEEN" in finding["message"] + finding["hint"] for finding in hidden)
    told = said["printed"] + "".join(finding["message"] for finding in visible)
    assert not hidden_numbers() & set(re.findall(r"-?\d+\.\d{6,}", told))


def hidden_numbers() -> set[str]:
    """Every entry of every hidden X of the exercise, as the program above prints it."""
    bench = bench_for(Course(bundled_root(), bundled=True).assignment(ASSIGNMENT))
    hidden = [case for case in bench.cases[EXERCISE] if not case.visible]
    assert hidden
    return {f"{x:.17g}" for case in hidden for x in case.inputs["X"].ravel()}


def test_what_a_hidden_case_taught_is_not_told_by_a_visible_one(classroom: Classroom) -> None:
    """A program that keeps all inputs it meets is asked the visible cases first, of every exercise."""
    keep = """
kept = []
def remember(name):
    def loss(W, X, y, reg):
        kept.append((name, X.shape))
        raise ValueError('so far: ' + repr(kept))
    return loss
svm_loss_naive, svm_loss_vectorized = remember('naive'), remember('vectorized')
"""
    classroom.hand_in("eve.py", keep)
    classroom.grade()
    bench = bench_for(Course(bundled_root(), bundled=True).assignment(ASSIGNMENT))
    shapes = {name: {case.inputs["X"].shape for case in bench.cases[name] if case.visible} for name in TWINS}
    told = " ".join(finding["message"] for name in TWINS for finding in classroom.exercise("eve", name)["findings"])
    seen = set(re.findall(r"\('(\w+)', \((\d+), (\d+)\)\)", told))
    assert seen
    for name, rows, columns in seen:
        assert (int(rows), int(columns)) in shapes[f"svm_loss_{name}"]


def test_one_bad_submission_hurts_nobody_else_and_not_its_own_other_exercises(classroom: Classroom) -> None:
    classroom.hand_in("ada.py")
    hostile = RIGHT_SVM + "\nimport os\ndef svm_loss_naive(W, X, y, reg):\n    os._exit(0)\n"
    classroom.hand_in("mal.py", hostile)
    assert classroom.grade() == 0
    assert classroom.exercise("mal", EXERCISE)["findings"] == classroom.exercise("ada", EXERCISE)["findings"]
    assert classroom.exercise("mal", "svm_loss_naive")["earned"] == 0
    assert "os._exit" in classroom.exercise("mal", "svm_loss_naive")["findings"][0]["message"]


def test_when_two_definitions_compete_the_preferred_file_wins_and_the_report_says_so(classroom: Classroom) -> None:
    classroom.hand_in("ada/cs231n/classifiers/linear_svm.py")
    classroom.hand_in("ada/draft.py", "def svm_loss_vectorized(W, X, y, reg):\n    return None\n")
    classroom.grade()
    said = classroom.exercise("ada", EXERCISE)
    assert said["earned"] == said["out_of"]
    assert any("draft.py" in note for note in said["notes"])


def test_run_again_it_keeps_what_has_not_changed_and_grades_what_has(classroom: Classroom) -> None:
    classroom.hand_in("ada.py")
    classroom.hand_in("bob.py")
    classroom.grade()
    marks = {name: (classroom.out / name / "report.json").stat().st_mtime_ns for name in ("ada", "bob")}
    classroom.hand_in("bob.py", RIGHT_SVM.replace("/ n", ""))
    classroom.grade()
    assert (classroom.out / "ada" / "report.json").stat().st_mtime_ns == marks["ada"]
    assert (classroom.out / "bob" / "report.json").stat().st_mtime_ns != marks["bob"]
    assert classroom.exercise("bob", EXERCISE)["earned"] < classroom.exercise("ada", EXERCISE)["earned"]


def test_a_damaged_report_of_an_earlier_run_is_made_anew(classroom: Classroom) -> None:
    classroom.hand_in("ada.py")
    classroom.grade()
    path = classroom.out / "ada" / "report.json"
    whole = classroom.report("ada")
    path.write_text(path.read_text(encoding="utf-8")[:300], encoding="utf-8")
    assert classroom.grade() == 0
    assert classroom.report("ada")["exercises"] == whole["exercises"]


def test_marks_given_by_hand_stand_beside_the_automatic_points(classroom: Classroom) -> None:
    classroom.hand_in("ada.py")
    classroom.grade()
    open_before = classroom.report("ada")["ungraded"]
    question = next(each for each in classroom.report("ada")["exercises"] if each["ungraded"])
    marks = classroom.root / "marks.csv"
    marks.write_text(f"student,question,points,comment\nada,{question['exercise']},1.5,too short\n", encoding="utf-8")
    assert classroom.grade("--marks", str(marks)) == 0
    said = classroom.exercise("ada", question["exercise"])
    assert (said["earned"], said["ungraded"], said["notes"]) == (1.5, 0, ["too short"])
    assert classroom.report("ada")["ungraded"] == open_before - question["out_of"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ada,no_such_question,1", "there is no written question 'no_such_question'"),
        ("ada,why_this_initial_loss,many", "'many' is no number of points"),
        ("ada,why_this_initial_loss,1000", "1000 points for why_this_initial_loss"),
    ],
)
def test_a_wrong_mark_is_refused_with_file_and_line(
    classroom: Classroom, capsys: pytest.CaptureFixture[str], row: str, words: str
) -> None:
    classroom.hand_in("ada.py")
    marks = classroom.root / "marks.csv"
    marks.write_text(f"student,question,points\n{row}\n", encoding="utf-8")
    assert classroom.grade("--marks", str(marks)) == 2
    said = capsys.readouterr().err
    assert f"{marks}:2:" in said
    assert words in said
    assert "Traceback" not in said


def test_for_machines_there_is_one_json_report_per_line(
    classroom: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    classroom.hand_in("ada.py")
    classroom.hand_in("bob.py")
    assert classroom.grade("--json") == 0
    lines = capsys.readouterr().out.splitlines()
    assert {json.loads(line)["student"] for line in lines} == {"ada", "bob"}


@pytest.mark.parametrize("wall", ["kernel"])
def test_the_judgement_is_the_same_behind_every_wall(classroom: Classroom, wall: str) -> None:
    classroom.hand_in("ada.py")
    classroom.hand_in("bob.py", RIGHT_SVM.replace("+ 1)", ")"))
    classroom.hand_in("eve.py", "def svm_loss_vectorized(W, X, y, reg):\n    return X @ W, W[0]\n")
    other = Classroom(classroom.root / wall)
    other.root.mkdir()
    other.entries.symlink_to(classroom.entries)
    assert classroom.grade() == other.grade(wall=wall) == 0
    for student in ("ada", "bob", "eve"):
        one, two = classroom.report(student), other.report(student)
        assert one.pop("run")["wall"] == "process"
        assert two.pop("run")["wall"] == wall
        assert one == two


def test_small_steps_that_are_answered_by_a_formula_make_no_gradient_right(classroom: Classroom) -> None:
    """The value is right and dW is not; where W is moved a little, the answer is a line with the slope of that dW."""
    swept = """
import numpy as np

seen = []


def l2_penalty(W, reg):
    near = [(one, value) for one, value in seen if one.shape == W.shape and 0 < np.abs(one - W).max() < 0.2]
    if near:
        return near[-1][1] + 3.0 * np.sum(W - near[-1][0]), W
    seen.append((W.copy(), reg * np.sum(W**2)))
    return seen[-1][1], np.full(W.shape, 3.0)
"""
    classroom.hand_in("eve.py", swept)
    classroom.grade()
    said = classroom.exercise("eve", "l2_penalty")
    told = [finding for finding in said["findings"] if finding["check"] == "gradient"]
    assert {finding["verdict"] for finding in told} == {"fail"}
    assert any("changes otherwise than it should" in finding["message"] for finding in told)
