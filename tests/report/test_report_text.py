"""The terminal: who got what and why, for people and for machines."""

from __future__ import annotations

import dataclasses
import io
import json as plain_json
import re

import pytest
from reports_by_hand import (
    ALL,
    BROKE,
    EVIL,
    FAILING,
    MISSING,
    OPEN,
    PERFECT,
    REFUSED,
    RIGHT,
    RUN,
    WRITTEN,
    finding,
    hostile,
)
from rich.cells import cell_len

from grader.model import ExerciseReport, Report, Verdict
from grader.report import html
from grader.report.outcome import reason
from grader.report.plain import one_line, printable
from grader.report.points import shown
from grader.report.progress import display
from grader.report.text import explain

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\u2028\u2029\ud800-\udfff]")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")


def shown_while_grading(reports, stream=None, **options):
    stream = stream or io.StringIO()
    watcher = display(stream, **options)
    watcher.begin(len(reports))
    for report in reports:
        watcher.graded(report)
    watcher.end()
    return stream.getvalue()


def explained(report, stream=None):
    stream = stream or io.StringIO()
    explain(report, stream)
    return stream.getvalue()


def without_styles(text):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (PERFECT, "full marks"),
        (FAILING, "softmax_loss_naive: the loss is summed over the batch, not averaged (+2 more)"),
        (OPEN, "svm_loss_vectorized: 4 points still open because of a fault of the grader (+1 more)"),
        (Report("s", "a", RUN, 0.0, 2.0, 2.0, (WRITTEN,)), "q1: 2 points to be marked by a person"),
        (
            Report("s", "a", RUN, 0.0, 3.0, 0.0, (MISSING,)),
            "elastic_net_penalty: No file defines `elastic_net_penalty`",
        ),
        (REFUSED, "homework.zip would unpack to 4.5 GB; 64 MB are allowed."),
        (dataclasses.replace(PERFECT, earned=7.0, notes=("One late day: 1 point.",)), "One late day: 1 point."),
        (dataclasses.replace(PERFECT, earned=7.0), "1 point taken off the total"),
        (Report("s", "a", RUN, 0.0, 2.0, 0.0, (ExerciseReport("e", "", 0.0, 2.0, 0.0, ""),)), "e: 2 points missing"),
        (Report("s", "a", RUN, 0.0, 0.0, 0.0), "full marks"),
    ],
)
def test_the_reason_names_what_cost_most_in_one_line(report, says):
    assert reason(report) == says


@pytest.mark.parametrize("evil", EVIL)
def test_the_reason_is_always_one_short_line(evil):
    assert len(reason(hostile(evil))) <= 200
    assert not OBEYED.search(reason(hostile(evil)))


def test_with_no_terminal_there_is_one_plain_line_per_student():
    lines = shown_while_grading([FAILING, PERFECT]).splitlines()
    assert lines[0] == (
        "[1/2] Ada Nguyễn  25.8 / 41 (6 open)  "
        "softmax_loss_naive: the loss is summed over the batch, not averaged (+2 more)"
    )
    assert lines[1] == "[2/2] grace  8 / 8  full marks"
    assert lines[2] == "2 graded, 16.9 points on average; 1 with points still open"


def test_in_a_terminal_there_is_a_bar_and_then_a_table():
    text = without_styles(shown_while_grading([FAILING, PERFECT], Terminal()))
    assert "grading" in text
    assert re.search(r"✓\s+grace\s+8 / 8\s+full marks", text)
    assert re.search(r"◐\s+Ada Nguyễn\s+25\.8 / 41 \(6 open\)\s+softmax_loss_naive: the loss is summed", text)


def test_interrupted_grading_shows_what_there_is():
    stream = io.StringIO()
    watcher = display(stream)
    watcher.begin(3)
    watcher.graded(PERFECT)
    watcher.end()
    assert stream.getvalue().splitlines()[-1] == "1 of 3 graded, 8 points on average; 2 left"


def test_an_empty_class_is_no_accident():
    assert shown_while_grading([]) == "0 of 0 graded\n"
    assert "0 of 0 graded" in shown_while_grading([], Terminal())


def test_no_color_is_obeyed(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[(\d+;)*3\d", explained(FAILING, Terminal()))


def test_a_dumb_terminal_gets_plain_lines(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in shown_while_grading([FAILING], Terminal())


@pytest.mark.parametrize("columns", [20, 40, 71, 72, 120])
def test_no_line_is_wider_than_the_terminal(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    for text in (shown_while_grading(ALL, Terminal()), explained(FAILING, Terminal())):
        for line in without_styles(text).split("\n"):
            assert cell_len(line.split("\r")[-1]) <= columns


def test_json_lines_are_reports_and_nothing_else():
    lines = shown_while_grading(ALL, Terminal(), as_json=True).splitlines()
    assert [plain_json.loads(line)["schema"] for line in lines] == [1] * len(ALL)


def test_a_stream_that_knows_few_letters_is_no_accident():
    for options in ({}, {"as_json": True}):
        stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        watcher = display(stream, **options)
        watcher.begin(1)
        watcher.graded(FAILING)
        watcher.end()
    explain(FAILING, io.TextIOWrapper(io.BytesIO(), encoding="ascii"))


def test_an_explanation_says_what_went_wrong_where_and_what_to_look_at_next():
    text = " ".join(explained(FAILING).split())
    assert "What went wrong: the loss is summed over the batch, not averaged" in text
    assert "Found in cs231n/classifiers/softmax.py, line 7" in text
    assert "✗ loss on five_rows (0.2 of 1): `loss` is 14.0177, expected 2.80354: 5 times too large" in text
    assert "Divide by the number" not in text, "the cause is named: no hint at possible ones"
    assert "Look at next: There is still a Python loop over the examples (line 36)." in text
    assert "✗ loss on one_loud_row [hidden] (0.2 of 1): The loss is 4 times too large." in text
    assert "4 points open: something of the grader's failed, not your code." in text
    assert "2 points open: a person marks this." in text
    assert "passed: dW (3), gradient (2), inputs_unchanged (1)" in text
    assert "iteration 0 / 1: loss 11.512925" in text
    assert "Ran behind kernel (own uid, rlimits, no_new_privs, seccomp, without Landlock)" in text


def test_of_long_output_the_end_is_shown():
    flood = dataclasses.replace(RIGHT, printed="".join(f"line {i}\n" for i in range(1000)))
    text = explained(dataclasses.replace(PERFECT, exercises=(flood,)))
    assert "(988 lines left out)" in text
    assert "line 999" in text


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_text_is_shown_and_never_obeyed(evil):
    report = hostile(evil)
    shown_text = explained(report) + shown_while_grading([report])
    assert not OBEYED.search(shown_text)
    styled = explained(report, Terminal()) + shown_while_grading([report], Terminal())
    assert not OBEYED.search(without_styles(styled).replace("\r", ""))
    assert "\x1b]" not in styled


def test_markup_in_a_name_is_only_a_name():
    assert "[bold red]markup[/]" in explained(hostile("[bold red]markup[/]"), Terminal())


def test_letters_of_every_script_stay_as_they_are():
    for name in ("Nguyễn Thị", "שלום", "محمد می‌خواهم", "中文", "क्षि", "👩‍💻"):
        assert printable(name) == name
    assert one_line(" a\tb\n c ") == "a b c"
    assert one_line("abcdef", 4) == "abc…"


def test_points_are_short_for_people():
    assert [shown(x) for x in (0, -0.001, 7.0, 7.5, 10 / 3, 1200)] == ["0", "0", "7", "7.5", "3.33", "1200"]


def test_an_exercise_without_points_is_judged_by_its_verdicts():
    for exercise, sign in ((BROKE, "…"), (RIGHT, "✓"), (dataclasses.replace(MISSING, out_of=0.0), "✗")):
        alone = Report("s", "a", RUN, exercise.earned, exercise.out_of, exercise.ungraded, (exercise,))
        assert f"{sign} {exercise.exercise}" in explained(alone)


def test_a_fault_of_the_whole_exercise_needs_no_case():
    broken = finding("grading", "", Verdict.UNGRADED, 4.0, "the grader broke")
    exercise = ExerciseReport("e", "", 0.0, 4.0, 4.0, "", findings=(broken,))
    report = Report("s", "a", RUN, 0.0, 4.0, 4.0, (exercise,))
    assert "… grading (4 open): the grader broke" in explained(report)
    assert "grading on" not in html.write(report)


def test_of_a_refused_submission_only_what_a_person_marked_is_told():
    marked = ExerciseReport("q1", "", 1.0, 2.0, 0.0, "", notes=("well argued",))
    refused = dataclasses.replace(
        REFUSED, earned=1.0, exercises=(*REFUSED.exercises, ExerciseReport("e", "", 0.0, 8.0, 0.0, ""), marked)
    )
    for told in (explained(refused), html.write(refused)):
        assert "well argued" in told
        assert "8 points missing" not in told


def test_a_pass_that_earns_nothing_says_why():
    spoilt = finding("loss", "a", earned=0.0)
    failed = finding("loss", "b", Verdict.FAIL, message="wrong")
    report = Report("s", "a", RUN, 0.0, 2.0, 0.0, (ExerciseReport("e", "", 0.0, 2.0, 0.0, "", (), (spoilt, failed)),))
    assert "counts only if every case passes" in explained(report)
    assert "counts only if every case passes" in html.write(report)
