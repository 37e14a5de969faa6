"""The terminal while a class is graded: real ones, narrow ones, resized ones, none at all; Ctrl-C once and twice."""

from __future__ import annotations

import io
import json
import os
import random
import statistics
import subprocess
import sys
import time

import pytest
from simulated import exercise, finding, report
from terminal import HANGS, OURS, RIGHT, SLOW, Class, Terminal, lines, widest

from grader.commands.grade import GRACE
from grader.model import Verdict
from grader.report.pace import Pace, clock
from grader.report.progress import display

NAMES = ("ada", "Nguyễn Thị Minh Khai", "محمد", "山田太郎" * 6, "क्षि", "🙂", "x" * 60)
OPEN = report("open", exercise("e", finding("c", Verdict.UNGRADED, message="It broke.")))
WRONG = report("wrong", exercise("e", finding("c", Verdict.FAIL, message="It is wrong.")))
UNREAD = report("unread\x1b]0;owned\x07", refusal="The archive is damaged\x1b[2J.")


@pytest.fixture
def school(tmp_path):
    return Class(tmp_path)


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def watched(reports, total, **options):
    stream = Screen()
    watcher = display(stream, **options)
    watcher.begin(total)
    for each in reports:
        watcher.graded(each)
    watcher.end()
    return stream.getvalue()


# ---------------------------------------------------------------- what is said


def test_in_a_terminal_what_needs_a_person_is_told_as_it_comes_and_ordinary_mistakes_are_not(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    text = "\n".join(lines(watched([OPEN, WRONG, UNREAD], 1200)))
    assert "… open  0 / 1 (1 open)  e: 1 point still open because of a fault of the grader" in text
    assert "The archive is damaged" in text
    assert "It is wrong" not in text
    assert "3 of 1200 graded; 1197 left" in text
    assert "1 could not be read" in text
    assert "1 with points still open, 1 for a fault of the grader" in text
    verbose = "\n".join(lines(watched([OPEN, WRONG, UNREAD], 1200, verbose=True)))
    assert "wrong  0 / 1  e: It is wrong" in verbose


def test_escape_sequences_in_names_and_reasons_never_reach_the_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    for options in ({}, {"verbose": True}):
        rest = OURS.sub("", watched([UNREAD, OPEN], 2, **options)).replace("\r", "").replace("\n", "")
        assert "\x1b" not in rest
        assert "\x07" not in rest
        assert rest.isprintable()


def test_quiet_says_nothing_but_that_something_of_ours_failed(capfd):
    assert watched([WRONG, UNREAD], 2, quiet=True) == ""
    assert capfd.readouterr() == ("", "")
    assert watched([WRONG, OPEN], 2, quiet=True) == ""
    assert capfd.readouterr().err == "1 of 2 with points open for a fault of the grader\n"


def test_a_pipe_gets_plain_lines_quiet_none_and_json_only_reports(school):
    school.hand_in("ada")
    environment = {**os.environ, "TERM": "xterm-256color"}

    def graded(*options):
        done = subprocess.run(school.command(*options), capture_output=True, text=True, check=True, env=environment)
        return done.stdout, done.stderr

    plain, said = graded()
    assert plain.splitlines()[0] == "layout: a folder with one entry per student (folder), 1 hand-in"
    assert plain.splitlines()[1].startswith("[1/1] ada  10 / 10  full marks")
    assert "\x1b" not in plain + said
    assert said == ""
    assert graded("--quiet") == ("", "")
    (line,) = graded("--json")[0].splitlines()
    assert json.loads(line)["student"] == "ada"


def test_quiet_keeps_advice_on_walls_to_itself(school):
    """There is some where no container engine answers; without --quiet it is told."""
    school.hand_in("ada")
    environment = {**os.environ, "DOCKER_HOST": f"unix://{school.out}/nobody.sock"}

    def graded(*options):
        command = school.command("--wall", "auto", *options)
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment)

    assert graded("--quiet").stderr == ""
    assert graded().stderr.startswith("wall: ")


INTERRUPTED = """
import os, signal, sys
class Finder:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from grader.cli import main
sys.exit(main(["doctor"]))
"""


@pytest.mark.parametrize("module", ["grader.commands.grade", "numpy", "jinja2", "grader.commands.image"])
def test_ctrl_c_while_the_program_is_loaded_is_one_line(module):
    program = INTERRUPTED.format(module=module)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted; nothing was begun\n")


# ---------------------------------------------------------------- real terminals


@pytest.mark.parametrize("columns", [40, 100])
def test_no_line_is_wider_than_a_real_terminal_whatever_names_are_in_it(school, columns):
    for name in NAMES:
        school.hand_in(name, RIGHT if name != "ada" else "raise ValueError('\\x1b]0;owned\\x07' * 9)\n")
    terminal = Terminal(school.command("--verbose"), columns)
    assert terminal.finish() == 0
    ours = terminal.text.partition("hand-ins")[2].partition("reports and grades.csv")[0]
    assert widest(ours) <= columns
    assert "\x1b" not in OURS.sub("", terminal.text)
    assert "7 of 7 graded" in " ".join(lines(terminal.text))
    for name in NAMES:
        assert name in "".join(line.strip() for line in lines(terminal.text)).replace("│", "")


def test_the_line_follows_the_terminal_when_it_is_made_narrow(school):
    for number in range(3):
        school.hand_in(f"slow{number}", SLOW)
    terminal = Terminal(school.command(), 120)
    at = terminal.until("━")
    terminal.resize(40)
    before = terminal.until(r"\d/3  ", at)
    assert terminal.finish() == 0
    assert widest(terminal.text[before:].partition("reports and grades.csv")[0]) <= 40


def test_colour_and_a_moving_line_are_left_out_where_they_are_not_wanted(school):
    school.hand_in("ada")
    dumb = Terminal(school.command(), TERM="dumb")
    assert dumb.finish() == 0
    assert "\x1b" not in dumb.text
    grey = Terminal(school.command(), NO_COLOR="1")
    assert grey.finish() == 0
    assert not [code for code in OURS.findall(grey.text) if code.endswith("m") and "3" in code.split(";")[-1][:2]]


# ---------------------------------------------------------------- Ctrl-C


def test_ctrl_c_finishes_what_runs_and_says_what_is_left_and_how_to_go_on(school):
    for number in range(6):
        school.hand_in(f"s{number}", SLOW)
    terminal = Terminal(school.command())
    at = terminal.until(r"0/6")
    terminal.until(r"1/6", at)
    terminal.press(b"\x03")
    terminal.until(r"stopping at")
    assert terminal.finish() == 130
    done = len(school.done())
    assert 1 < done < 6, "what ran when the key was pressed was finished"
    said = " ".join(lines(terminal.text))
    assert f"{done} of 6 graded; {6 - done} left" in said
    assert "interrupted; run the same command again to go on" in said
    assert "Traceback" not in said
    again = Terminal(school.command())
    assert again.finish() == 0
    assert f"6 of 6 graded ({done} as they were)" in " ".join(lines(again.text))


def test_ctrl_c_waits_a_short_moment_only_for_what_hangs(school):
    school.hand_in("a")
    school.hand_in("b", HANGS)
    school.hand_in("c")
    terminal = Terminal(school.command())
    terminal.until(r"1/3")
    terminal.press(b"\x03")
    assert terminal.finish() == 130
    assert school.done() == {"a"}, "left alone, b would be told that it takes too long"


def test_ctrl_c_twice_ends_at_once(school):
    school.hand_in("a")
    school.hand_in("b", HANGS)
    terminal = Terminal(school.command())
    terminal.until(r"1/2")
    terminal.press(b"\x03")
    terminal.until("stopping at")
    started = time.monotonic()
    terminal.press(b"\x03")
    assert terminal.finish() == 130
    assert time.monotonic() - started < GRACE, "sooner than the moment that what runs is given"
    assert "1 of 2 graded; 1 left" in " ".join(lines(terminal.text))


# ---------------------------------------------------------------- time left


def paced(gaps):
    pace, now = Pace(0.0), 0.0
    for gap in gaps:
        now += gap
        pace.ended(now)
    return pace


def test_the_time_left_is_the_mean_where_nothing_is_odd():
    gaps = [random.Random(1).uniform(0.8, 1.2) for _ in range(96)]
    assert paced(gaps).left(100) == pytest.approx(100 * statistics.fmean(gaps), rel=0.1)


def test_several_that_end_at_once_do_not_make_the_rest_look_done():
    assert paced([4.0, 0.0, 0.0, 0.0] * 24).left(10) == pytest.approx(10, rel=0.2)


def test_one_that_hung_for_five_minutes_does_not_spoil_the_estimate():
    assert paced([1.0] * 50 + [300.0] + [1.0] * 40).left(60) == pytest.approx(60, rel=0.05)


def test_before_a_few_have_ended_nothing_is_said():
    assert paced([1.0] * 3).left(9) is None
    assert clock(None) == "-:--"
    assert [clock(x) for x in (0, 7, 750, 11100)] == ["0:00", "0:07", "12:30", "3:05:00"]
    assert [paced([gap] * 9).rate for gap in (0.02, 0.5, 1.5, 20, 600)] == [
        "50/s",
        "2.0/s",
        "40/min",
        "3.0/min",
        "6.0/h",
    ]
