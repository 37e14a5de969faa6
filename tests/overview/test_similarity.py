"""Hand-ins that resemble each other: copies are found under other names, handouts are not, and nothing stalls it."""

from __future__ import annotations

import random
import re

import pytest
from simulated import exercise, finding, graded_into, report, told

from grader.cli import main
from grader.model import SourceFile, Submission, Verdict
from grader.overview import fingerprinter
from grader.overview.similarity import compare

NONE = Submission("handout")


def program(seed, lines=60):
    """Source text that nobody else writes."""
    dice = random.Random(seed)
    forms = (
        "    {a} = np.{f}({b} * {c} - {d}, axis={n})",
        "    for {a} in range({n}, len({b})):\n        {c}[{a}] += {d} ** {n}",
        "    if {a} > {n} and not {b}.any():\n        {c} = ({d}, [{a}, {b}])",
        "    {a}[{b}, {c}] -= {n} / ({d} + {a}.T @ {b})",
        "    {a} = {{{b}: {c} for {b} in {d} if {b} % {n}}}",
        "    while {a} <= {b}: {a} = {f}({c}, {d}=lambda {b}: -{b} + {n})",
    )
    words = [f"name{i}" for i in range(12)]
    body = [
        dice.choice(forms).format(a=dice.choice(words), b=dice.choice(words), c=dice.choice(words),
                                  d=dice.choice(words), f=dice.choice(words), n=dice.randrange(9))
        for _ in range(lines)
    ]  # fmt: skip
    return "\n".join([f"def solve{seed}(x):", *body, "    return x\n"])


def handed_in(**texts):
    return [Submission(name, (SourceFile("hw.py", (text,)),)) for name, text in texts.items()]


def strangers(number, start=100):
    return handed_in(**{f"s{i}": program(i) for i in range(start, start + number)})


def test_a_copy_with_other_names_and_comments_is_found_and_strangers_are_not():
    copied = re.sub(r"name(\d+)", r"v_\1_other", program(1)).replace("\n    for", "\n    # mine\n\n    for")
    found = compare([*strangers(15), *handed_in(ada=program(1), eve=copied)], NONE, 1)
    (pair,) = found.pairs
    assert {pair.first, pair.second} == {"ada", "eve"}
    assert pair.similarity > 0.9
    assert "17 hand-ins was compared" in found.how
    assert found.left_out == ()


def test_half_of_a_hand_in_that_is_anothers_is_found_by_the_shorter_one():
    half = program(1, 40)
    found = compare([*strangers(12), *handed_in(ada=half, eve=half + program(2, 80))], NONE, 1)
    assert [{pair.first, pair.second} for pair in found.pairs] == [{"ada", "eve"}]


def test_what_the_handout_gives_is_nobodys():
    given = program(7, 200)
    students = handed_in(**{f"s{i}": given + program(200 + i, 30) for i in range(4)})
    assert compare(students, handed_in(handout=given)[0], 1).pairs == ()
    assert len(compare(students, NONE, 1).pairs) == 6, "without the handout they look like copies"


def test_what_many_have_is_the_lectures():
    lecture = program(8, 200)
    found = compare(handed_in(**{f"s{i}": lecture + program(300 + i, 30) for i in range(15)}), NONE, 1)
    assert found.pairs == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nothing", ""),
        ("NUL", "\0" * 50_000),
        ("half a string", "'''" + "x" * 50_000),
        ("parentheses", "(" * 50_000),
        ("no Python", "}{ def )( class 0x 1__1 \x1b[2J \u202e é" * 900),
        ("half a pair", "x = '\ud800'\n" * 900),
        ("Python 2", "print 'x'\nexec 'y'\n" * 900),
    ],
)
def test_hostile_text_harms_neither_itself_nor_others(name, text):
    found = compare([*handed_in(hostile=text, ada=program(1), eve=program(1)), *strangers(3)], NONE, 1)
    assert {"ada", "eve"} in [{pair.first, pair.second} for pair in found.pairs]


def test_what_is_too_long_or_takes_too_long_is_left_out_by_name_and_the_others_are_compared(monkeypatch):
    monkeypatch.setattr(fingerprinter, "PATIENCE", 0.5)
    long, slow = "x = 1\n" * 100_000, "\0" * 190_000
    texts = handed_in(ada=program(1), long=long, slow=slow, eve=program(1))
    found = compare([*texts, *strangers(2)], NONE, 1)
    assert dict(found.left_out) == {
        "long": "longer than 200,000 characters",
        "slow": "it took too long to tokenise",
    }
    assert [{pair.first, pair.second} for pair in found.pairs] == [{"ada", "eve"}]


def test_nobody_and_one_are_no_class():
    assert compare([], NONE, 1).pairs == ()
    assert compare(handed_in(ada=program(1)), NONE, 2).pairs == ()


def test_nothing_submitted_is_run(tmp_path):
    trap = f"open({str(tmp_path / 'run')!r}, 'w').close()\n" * 40
    compare(handed_in(ada=trap, eve=trap), NONE, 1)
    assert not (tmp_path / "run").exists()


def test_the_report_tells_pairs_and_that_a_person_decides(tmp_path, capsys):
    """Through the front door: the course's starter is taken out, and those without a report are not compared."""
    for student, text in {"ada": program(1), "eve": program(1), "bob": program(2), "unknown": program(1)}.items():
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "hw.py").write_text(text, encoding="utf-8")
    reports = [
        report(name, exercise("mse_loss", finding("loss", Verdict.PASS)), assignment="intro", seal=name)
        for name in ("ada", "bob", "eve")
    ]
    out = graded_into(tmp_path / "out", reports)
    main(["new", "intro", "--course", str(tmp_path / "course")])
    options = ("--submissions", tmp_path / "class", "--similarity", "--course", tmp_path / "course")
    (pair,) = told(capsys, out, "--names", *options)["resemblance"]["pairs"]
    assert {pair["first"], pair["second"]} == {"ada", "eve"}
    assert main(["report", str(out), *map(str, options)]) == 0
    assert "A person decides." in (out / "class.html").read_text(encoding="utf-8")
    assert main(["report", str(out), "--similarity"]) == 2
    assert "--submissions DIR" in capsys.readouterr().err
