"""`grader verify` over many seeds: false failures and missed mistakes are counted, with margins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli import main

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # some mistakes are not finite, on purpose

REFERENCE = "reference/intro/mean_squared_error.py"


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["new", "intro", "--course", str(tmp_path)]) == 0
    capsys.readouterr()
    return tmp_path


def change(course: Path, old: str, new: str) -> int:
    """Replaces what stands there once; returns its line."""
    text = (course / REFERENCE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (course / REFERENCE).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def verify(course: Path, *options: str) -> int:
    return main(["verify", "intro", "--course", str(course), *options])


def tallies(said: str) -> dict[str, dict]:
    """The JSON lines of a run, by subject."""
    return {line["subject"]: line for line in map(json.loads, said.splitlines()) if "seeds" in line}


def test_right_answers_and_mistakes_are_counted_with_their_margins(course, capsys):
    """Far from failing here, far from passing there, and what no failure bounds."""
    assert verify(course, "--seeds", "12", "--only", "right", "--json") == 0
    assert verify(course, "--seeds", "12", "--only", "mistakes", "--json") == 0
    said = tallies(capsys.readouterr().out)
    assert said["reference"]["seeds"] == 12
    assert said["reference"]["failed"] == 0
    assert said["reference"]["rate_below"] == 0.25
    assert said["reference"]["margin"] < 0.1
    assert min(said[name]["margin"] for name in said if name != "reference") > 1000
    assert len(said) == 7


def test_several_processes_say_what_one_says(course, capsys):
    """The same lines in the same order."""
    assert verify(course, "--seeds", "3", "--json") == 0
    alone = capsys.readouterr().out
    assert verify(course, "--seeds", "3", "--json", "--jobs", "2") == 0
    assert capsys.readouterr().out == alone


def test_the_seeds_may_be_tried_in_parts(course, capsys):
    """What failed in the first part and in the second is what failed in all; one seed is a part, too."""
    known = 'Known("loss", 13 / 3, atol=1e-9, source="the handout", on=("worked_by_hand",))'
    change(course, known, known.replace("1e-9", "8").replace("worked_by_hand", "more"))
    failed = {}
    for seeds in ("0:9", "9:24", "24"):
        assert verify(course, "--seeds", seeds, "--only", "right", "--json") in (0, 1)
        failed[seeds] = tallies(capsys.readouterr().out)["reference"]
    assert verify(course, "--seeds", "9:10", "--only", "right", "--json") in (0, 1)
    assert tallies(capsys.readouterr().out)["reference"]["seeds"] == 1
    assert failed["0:9"]["seeds"] == 9
    assert failed["0:9"]["failed"] + failed["9:24"]["failed"] == failed["24"]["failed"]


def test_a_demand_that_holds_by_luck_only_is_seen_over_the_seeds(course, capsys):
    """A number for the lecture's case, asked of a drawn one: how often right answers fail, and at which line."""
    known = 'Known("loss", 13 / 3, atol=1e-9, source="the handout", on=("worked_by_hand",))'
    change(course, known, known.replace("1e-9", "8").replace("worked_by_hand", "more"))
    assert verify(course, "--seeds", "24", "--only", "right") == 1
    said = capsys.readouterr().out
    assert "mean_squared_error.py:11: mse_loss: reference reference: failed " in said
    assert "known_loss on more: loss should be 4.333" in said
    failed = int(said.split("right answers: ")[1].split()[0])
    assert 1 <= failed < 24


def test_a_mistake_that_shows_only_now_and_then_is_seen_over_the_seeds(course, capsys):
    """With the course's own secret it may be caught by luck; over many it is not."""
    line = change(course, '            "root_taken",\n', '            "sometimes",\n')
    change(course, 'replace="np.sqrt(np.mean(difference**2))"', 'replace="np.mean(difference**2) + (x[0] % 1 > 0.5)"')
    for case in ("Case(worked_by_hand, ", "Case(more, "):
        change(course, case, f"{case}reserved=True, ")
    change(course, "Case(one_example)", "Case(one_example, reserved=True)")
    assert verify(course, "--seeds", "40", "--only", "mistakes") == 1
    said = capsys.readouterr().out
    assert f"mean_squared_error.py:{line}: mse_loss: mistake sometimes: missed " in said
    assert "no check catches it" in said


def test_what_only_a_given_case_shows_is_not_missed(course, capsys):
    """Its inputs are the same with every secret: it catches the mistake with every secret."""
    change(course, 'replace="np.sqrt(np.mean(difference**2))"', 'replace="np.mean(difference**2) + (x[0] % 1 == 0)"')
    assert verify(course, "--seeds", "5", "--only", "mistakes") == 0
    assert ": 0 of 30 missed" in capsys.readouterr().out


def test_where_no_inputs_are_drawn_the_cases_are_tried_all_the_same(course, capsys):
    """The code itself may draw, as a network for its first weights."""
    text = (course / REFERENCE).read_text(encoding="utf-8")
    (course / REFERENCE).write_text(text.replace("rng.standard_normal(", "np.ones("), encoding="utf-8")
    assert verify(course, "--seeds", "3") == 0
    said = capsys.readouterr().out
    assert "right answers: 0 of 3 failed" in said
    assert "6 mistakes: 0 of 18 missed" in said


def test_single_numbers_stay_single_numbers_in_every_form(course, capsys):
    """Inputs that are arrays without an axis, as a graph of numbers has."""
    change(
        course,
        '"x": rng.standard_normal(1), "y": rng.standard_normal(1)}',
        '"x": rng.standard_normal(1), "y": np.array(0.3)}',
    )
    assert verify(course, "--seeds", "3", "--only", "right") == 0
    assert "0 of 3 failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--seeds", "0"), "--seeds 0: at least one is needed"),
        (("--seeds", "7:7"), "--seeds 7:7: at least one is needed"),
        (("--seeds", "many"), "--seeds many: give a number, or two as in 200:400"),
        (("--jobs", "0"), "--jobs 0: at least one is needed"),
        (("--only", "right"), "give --seeds N"),
    ],
)
def test_what_cannot_be_measured_is_refused(course, capsys, options, words):
    """One sentence, exit code 2."""
    assert verify(course, *options) == 2
    assert words in capsys.readouterr().err


def test_the_table_of_names_counts_own_names_and_others(course, capsys):
    """A second mistake with the same numbers is told by the first one's name."""
    change(
        course,
        "    mistakes=[\n",
        '    mistakes=[\n        Mistake("twice", "the gradient is doubled", "2 * difference", "4 * difference"),\n'
        '        Mistake("doubled", "the same again", "2 * difference", "2 * 2 * difference"),\n',
    )
    page = course / "confusion.md"
    assert verify(course, "--confusion", str(page)) == 0
    text = page.read_text(encoding="utf-8")
    assert "| `mse_loss` | 8 | 7 | 1 | 0 | 0 | 0 | 0 of 1 |" in text
    assert "- `mse_loss`: `doubled` is told as `twice`" in text
    assert "9 hand-ins, 0 of them told a wrong name" in capsys.readouterr().out
