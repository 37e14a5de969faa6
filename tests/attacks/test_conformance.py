"""What every wall must hold: each attack comes to nothing, honest neighbours notice nothing, and nothing is left.

One class with all attacks in it is graded through the command line behind each wall; see `attacks` and `exam`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Any

import pytest
from attacks import ATTACKS, EXERCISE, HERE, OUTCOMES, Attack, tried_on
from conftest import SETTINGS, Held, marked
from exam import ASSIGNMENT, NEIGHBOURS, SECRET, Exam, hold

from grader.bench import bench_for
from grader.catalog import Course, bundled_root

ROWS = {"steal", "compare", "forge", "bomb", "linger", "reach", "malformed", "guess", "peek", "entries"}
"""The rows of the table: a folder each."""
STANDARD = "kernel"
"""The wall that needs nothing installed; the others are compared with it."""
Json = dict[str, Any]
each_attack = pytest.mark.parametrize(
    ("exam", "attack"),
    [marked(setting, attack) for setting in SETTINGS for attack in tried_on(setting)],
    indirect=["exam"],
)


def exercise(report: Json, name: str = EXERCISE) -> Json:
    return next(each for each in report["exercises"] if each["exercise"] == name)


def automatic(report: Json) -> list[Json]:
    """The exercises that no person has to mark."""
    return [each for each in report["exercises"] if not each["ungraded"]]


# ---------------------------------------------------------------- each attack


@each_attack
def test_an_attack_comes_to_what_its_file_says(exam: Exam, attack: Attack) -> None:
    """What it tries and what must happen stands at the top of its file."""
    for student in attack.students:
        report = exam.report(student)
        said = exam.text(student)
        assert "BREACH" not in said
        assert came_to(report, attack.outcome), f"{exercise(report)['earned']} points; {said[:3000]}"
        assert attack.fields.get("says", "") in said, said[:3000]
        if "loses" in attack.fields:
            check, _, name = attack.fields["loses"].partition(" of ")
            told = [each for each in exercise(report, name)["findings"] if each["check"] == check]
            assert [(each["verdict"], each["earned"]) for each in told] == [("fail", 0)] * len(told) != []


def came_to(report: Json, outcome: str) -> bool:
    told = exercise(report)
    if outcome == "refused":
        return bool(report["refusal"]) and report["earned"] == 0
    if report["refusal"]:
        return False
    if outcome == "full marks":
        return told["earned"] == told["out_of"] > 0
    if outcome == "less than half":
        return told["earned"] < told["out_of"] / 2
    return told["earned"] == 0


@each_attack
def test_an_attack_costs_its_own_exercise_alone(exam: Exam, attack: Attack) -> None:
    """A right function beside it keeps its points, and an attack that should earn nothing earns nothing anywhere."""
    spared = attack.fields.get("spares")
    for student in attack.students:
        report = exam.report(student)
        if spared:
            assert exercise(report, spared)["earned"] == exercise(report, spared)["out_of"] > 0
        elif attack.outcome == "nothing" and "loses" not in attack.fields:
            assert report["earned"] == 0


@each_attack
def test_an_attack_leaves_no_points_open(exam: Exam, attack: Attack) -> None:
    """Nothing that submitted code does is taken for a fault of ours."""
    for student in attack.students:
        verdicts = {each["verdict"] for told in exam.report(student)["exercises"] for each in told["findings"]}
        assert "ungraded" not in verdicts


# ---------------------------------------------------------------- everybody else


def test_neighbours_are_judged_as_if_there_were_no_attackers(exam: Exam) -> None:
    """To the byte, whoever stands before, between and after them in the alphabet."""
    for student in NEIGHBOURS:
        assert exam.judgement(student) == exam.judgement(student, "alone")
    assert any(exam.report(student)["earned"] for student in NEIGHBOURS)


def test_everybody_has_a_report_and_a_row_in_the_gradebook(exam: Exam) -> None:
    """No attacker keeps the class from being finished."""
    students = {*exam.attackers, *NEIGHBOURS}
    text = (exam.folder / "out" / "grades.csv").read_text(encoding="utf-8")
    rows = {row["student"]: float(row["earned"]) for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == len(students)
    for student in NEIGHBOURS:
        assert rows[student] == exam.report(student)["earned"]


def test_the_gradebook_holds_nothing_that_a_spreadsheet_computes(exam: Exam) -> None:
    """However entries are named."""
    text = (exam.folder / "out" / "grades.csv").read_text(encoding="utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]", cell)]


def test_nothing_that_a_terminal_obeys_is_printed(exam: Exam) -> None:
    """Names and messages of hostile hand-ins pass over the instructor's screen."""
    said = (exam.folder / "said-out.txt").read_text(encoding="utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)


def test_nothing_of_ours_broke(exam: Exam) -> None:
    """No fault is logged, and nothing is told as one."""
    assert not (exam.folder / "out" / "faults.log").exists()
    assert exam.found["code"] == 0
    assert "Traceback" not in (exam.folder / "said-out.txt").read_text(encoding="utf-8")


# ---------------------------------------------------------------- what is told


def hidden_numbers() -> set[str]:
    """Every number of every hidden case of the exercises that attacks pretend to solve, as they print it."""
    bench = bench_for(Course(bundled_root(), bundled=True).assignment(ASSIGNMENT), SECRET.encode())
    names = (EXERCISE, "l1_penalty", "elastic_net_penalty")
    hidden = [case for name in names for case in bench.cases[name] if not case.visible]
    assert hidden
    numbers = {f"{w:.17g}" for case in hidden for w in case.inputs["W"].ravel() if w}
    return {number for number in numbers if len(number) > 8}


def test_nothing_of_a_hidden_case_is_told(exam: Exam) -> None:
    """Whatever attacks say, print, raise and return when they are called on one."""
    hidden = hidden_numbers()
    told = set()
    for student in exam.attackers:
        for text in (exam.text(student), exam.page(student)):
            numbers = set(re.findall(r"-?\d+\.\d{6,}", text.replace("p", ".")))
            assert not hidden & numbers, student
            told |= numbers
    assert told, "attacks that tell visible cases' numbers should be heard"


def test_findings_on_hidden_cases_hold_no_word_of_the_submission(exam: Exam) -> None:
    """They are the same few sentences for everyone."""
    for student in exam.attackers:
        findings = [each for told in exam.report(student)["exercises"] for each in told["findings"]]
        said = " ".join(each["message"] + each["hint"] for each in findings if not each["visible"])
        for word in ("SEEN", "HIDDEN", "exit code", "Error", "SIG", ".py"):
            assert word not in said, student


def test_pages_escape_whatever_they_quote(exam: Exam) -> None:
    """Names, prints and messages of hostile hand-ins are shown, never obeyed."""
    for student in exam.attackers:
        page = exam.page(student)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", page)


# ---------------------------------------------------------------- what is left


@pytest.mark.parametrize(
    "kind", ["written", "entries", "temporary", "mounts", "shared memory", "containers", "orphans"]
)
def test_nothing_is_left(exam: Exam, kind: str) -> None:
    """No file outside, no change of the class, no temporary folder, mount, segment, container or process."""
    assert exam.found[kind] == []


def test_only_reports_are_written(exam: Exam) -> None:
    """Two files for each student; for the class its tables, and the ledger with the file that locks it."""
    out = exam.folder / "out"
    students = {*exam.attackers, *NEIGHBOURS}
    ours = {"grades.csv", "students.csv", "ledger.sqlite", "ledger.sqlite.lock"}
    assert {path.name for path in out.iterdir()} == students | ours
    for student in students:
        assert {path.name for path in (out / student).iterdir()} == {"report.html", "report.json"}


# ---------------------------------------------------------------- all walls alike


@pytest.mark.parametrize("setting", [marked(setting) for setting in SETTINGS if setting != STANDARD])
def test_every_wall_gives_the_same_judgement(held: Held, setting: str) -> None:
    """Attackers and neighbours, byte for byte, but for the block that says how the judgement came about."""
    one, other = held(STANDARD), held(setting)
    assert set(other.attackers) <= set(one.attackers)
    same = [student for attack in other.attacks if "varies" not in attack.fields for student in attack.students]
    different = [name for name in (*NEIGHBOURS, *same) if one.judgement(name) != other.judgement(name)]
    assert different == []


# ---------------------------------------------------------------- the attacks themselves


def test_attacks_cover_every_row_and_say_what_they_are() -> None:
    """At least sixty, each with what it tries, what must happen, and how that is told."""
    assert {attack.file.parent.name for attack in ATTACKS} == ROWS
    assert len(ATTACKS) >= 60
    assert min(Counter(attack.file.parent.name for attack in ATTACKS).values()) >= 5
    for attack in ATTACKS:
        words = " ".join(attack.told)
        assert re.match("(Tries|Leaves|Hands|Returns|Computes|Draws|Looks|Keeps|Is|Tells) ", words), attack.id
        assert " Must " in words, attack.id
        assert attack.outcome in OUTCOMES, attack.id


UNWALLED = [attack for attack in ATTACKS if attack.fields.get("unwalled") == "breach"]


@pytest.fixture(scope="session")
def unwalled(tmp_path_factory: pytest.TempPathFactory) -> Exam:
    """Those that read and do no harm, where nothing holds them."""
    return hold(tmp_path_factory.mktemp("unwalled"), "process", UNWALLED)


@pytest.mark.parametrize("attack", UNWALLED, ids=lambda attack: attack.id)
def test_without_a_wall_they_get_through(unwalled: Exam, attack: Attack) -> None:
    """An attack that fails anyway would prove nothing."""
    assert "BREACH" in unwalled.text(attack.students[0])


def test_every_file_of_attacks_is_read() -> None:
    """None is forgotten because it lies elsewhere."""
    files = {path for path in HERE.rglob("*.py") if path.parent != HERE}
    assert {attack.file for attack in ATTACKS} == files
