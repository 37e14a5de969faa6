"""What a worker says of a run, the same behind every wall."""

from __future__ import annotations

import numpy as np
import pytest
from trying import PROBES, USES, ask, line, observe, session

from grader.model import Run, SourceFile, Status
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job
from grader.sandbox.walls import choose


def test_outputs_come_back_as_exact_arrays(any_wall):
    seen = observe(any_wall, "import numpy as np\ndef answer(x): return np.float32(x) * np.ones((2, 3), 'float32')")
    assert seen.status is Status.OK
    assert seen.arrays["y"].dtype == np.float32
    assert seen.arrays["y"].shape == (2, 3)


@pytest.mark.parametrize(
    ("value", "dtype", "shape"),
    [
        ("True", "bool", ()),
        ("3", "int64", ()),
        ("0.5", "float64", ()),
        ("[1, 2.5]", "float64", (2,)),
        ("((1, 2), (3, 4))", "int64", (2, 2)),
        ("np.float16(1)", "float16", ()),
        ("np.zeros((0, 4))", "float64", (0, 4)),
        ("np.ones(3, '>f4')", "float32", (3,)),
        ("np.ones((2, 3)).T", "float64", (3, 2)),
        ("np.longdouble(1)", "float64", ()),
        ("np.ma.array([[1.0, 2.0]])", "float64", (1, 2)),
        ("np.frompyfunc(float, 1, 1)(np.arange(3))", "float64", (3,)),
    ],
)
def test_numbers_in_all_their_forms_are_answers(value, dtype, shape):
    with choose("memory") as wall:
        seen = observe(wall, f"import numpy as np\ndef answer(x): return {value}")
    assert seen.status is Status.OK
    assert (seen.arrays["y"].dtype, seen.arrays["y"].shape) == (np.dtype(dtype), shape)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("None", "y is None: does the function return it?"),
        ("'42'", "y is a str, not an array of numbers"),
        ("object()", "y is an object, not an array of numbers"),
        ("np.ma.array([1, 2], mask=[0, 1])", "y is a numpy MaskedArray with masked entries, not an array of numbers"),
        ("np.array([1, Always()])", "y is an array of dtype object, not of numbers"),
        ("np.array([None])", "y is an array of dtype object, not of numbers"),
        ("np.array(['a'])", "y is an array of dtype <U1, not of numbers"),
        ("[1, [2, 3]]", "y is a list that makes no array of numbers"),
        ("['a']", "y is a list of something else than numbers"),
        ("[]  or {1: 2}", "y is a dict, not an array of numbers"),
        ("10**30", "y is an integer of more than 64 bits"),
        ("(i for i in range(3))", "y is a generator, not an array of numbers"),
        ("np.broadcast_to(0.0, (10**6, 10**6))", "y has shape (1000000, 1000000), too large to be read"),
        ("[Always()]", "y is a list of something else than numbers"),
        ("Always()", "y is an Always, not an array of numbers"),
        ("np.ones(3).view(Sub)", "y is a Sub, not an array of numbers"),
    ],
)
def test_anything_else_is_malformed_and_says_what_it_is(value, sentence):
    source = f"""
    import numpy as np
    class Always:
        def __eq__(self, other): return True
        __hash__ = None
    class Sub(np.ndarray): pass
    def answer(x): return {value}
    """
    with choose("memory") as wall:
        seen = observe(wall, source)
    assert (seen.status, seen.message) == (Status.MALFORMED, sentence)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("None", "the function returned None: is a `return` missing?"),
        ("1.0", "the function returned one value (a float) where several values are expected"),
        ("(1, 2, 3)", "the function returned another number of values than expected"),
    ],
)
def test_a_wrong_number_of_results_is_explained(value, sentence):
    with choose("memory") as wall:
        seen = observe(wall, f"def answer(x): return {value}", probe="pair")
    assert seen.status is Status.MALFORMED
    assert seen.message.startswith(sentence)


def test_an_exception_is_told_with_its_place(any_wall):
    seen = observe(any_wall, "def answer(x):\n    return 1 / (x - 1)\n")
    assert seen.status is Status.RAISED
    assert seen.message == "ZeroDivisionError: float division by zero"
    assert seen.where == "hand_in.py, line 2"


@pytest.mark.parametrize(
    "error", ["SystemExit(0)", "KeyboardInterrupt", "GeneratorExit", "RecursionError", "BaseException"]
)
def test_exceptions_that_end_programs_end_nothing_here(any_wall, error):
    with session(any_wall, f"def answer(x):\n    if x > 1: raise {error}\n    return x\n") as opened:
        assert ask(opened, 2.0).status is Status.RAISED
        assert ask(opened, 1.0).status is Status.OK


def test_changed_inputs_are_named(any_wall):
    source = "def answer(x):\n    x['W'] += 1\n    return 0.0\n"
    assert observe(any_wall, source, {"W": np.zeros(3), "b": np.zeros(3)}).changed == ("x",)
    assert observe(any_wall, "def answer(x): return x['W'].sum()", {"W": np.zeros(3)}).changed == ()


def test_an_input_with_nan_counts_as_unchanged(any_wall):
    assert observe(any_wall, "def answer(x): return 0", {"a": float("nan"), "b": np.array([np.nan])}).changed == ()


def test_use_of_the_global_generators_is_seen_and_seeded(any_wall):
    source = "import numpy as np, random\ndef answer(x): return np.random.randn() + random.random()"
    first, second = (observe(any_wall, source, seed=7) for _ in range(2))
    assert first.touched_random_state
    assert first.arrays["y"] == second.arrays["y"]
    assert first.arrays["y"] != observe(any_wall, source, seed=8).arrays["y"]
    local = "import numpy as np\ndef answer(x): return np.random.default_rng(0).normal()"
    assert not observe(any_wall, local).touched_random_state


def test_prints_are_kept_up_to_the_cap_and_warnings_are_no_failure(any_wall):
    source = """
    import sys, warnings
    import numpy as np
    warnings.simplefilter("error")
    np.seterr(all="raise")
    def answer(x):
        print("here")
        print("there", file=sys.stderr)
        return np.log(np.zeros(2)) * 0
    """
    seen = observe(any_wall, source)
    assert seen.status is Status.OK
    assert seen.printed.startswith("here\nthere\n")
    flood = "def answer(x):\n    for _ in range(10**5): print('x' * 100)\n    return 1\n"
    seen = observe(any_wall, flood, limits=Limits(printed_bytes=1000))
    assert seen.status is Status.OK
    assert len(seen.printed) == 1000


def test_only_text_is_printed_and_odd_text_harms_nothing(any_wall):
    source = """
    import sys
    class Odd(str):
        def __len__(self): return -5
        def __getitem__(self, key): raise SystemExit
    def answer(x):
        sys.stdout.write(Odd("odd"))
        try:
            sys.stdout.write(b"bytes")
        except TypeError:
            print("", sys.stdout.encoding)
        return 1
    """
    assert observe(any_wall, source).printed == "odd utf-8\n"


def test_a_sweep_follows_one_output_along_lines(any_wall):
    source = "def answer(x): return (x ** 2).sum()"
    seen = observe(any_wall, source, np.ones(3), sweep=line())
    assert seen.arrays["sweep"].shape == (2, 2, 2)
    direction = np.arange(3.0, 6.0)
    assert seen.arrays["sweep"][1, 0, 1] == ((1 - 1e-2 * direction) ** 2).sum()


def test_a_sweep_contracts_arrays_with_weights(any_wall):
    weights = np.array([1.0, 0.0, 2.0])
    seen = observe(any_wall, "def answer(x): return x", np.ones(3), sweep=line(weights=weights))
    assert seen.arrays["sweep"][1, 0, 0] == (weights * (1 + 1e-2 * np.arange(3.0, 6.0))).sum()


def test_a_sweep_of_an_array_without_weights_is_malformed(any_wall):
    seen = observe(any_wall, "def answer(x): return x", np.ones(3), sweep=line())
    assert (seen.status, seen.message) == (Status.MALFORMED, "y has shape (3,), not a single real number")


def test_a_sweep_ends_with_the_first_exception(any_wall):
    assert (
        observe(any_wall, "def answer(x): return 1 // int(x[0] > 1)", np.ones(3), sweep=line()).status is Status.RAISED
    )


def test_a_timed_call_is_answered_like_any_other(any_wall):
    source = "def answer(x):\n    x += 1\n    return x.copy()\n"
    seen = observe(any_wall, source, np.zeros(2), timed=True)
    assert seen.arrays["y"].tolist() == [1.0, 1.0]
    assert seen.changed == ("x",)
    assert seen.seconds > 0


def test_what_is_computed_when_an_answer_is_read_counts_as_the_calls_own_time(any_wall):
    """A row that computes itself when it is looked at would otherwise be free."""
    source = """
    import numpy as np, time
    class Row:
        def __array__(self, dtype=None, copy=None):
            started = time.process_time()
            while time.process_time() < started + 0.05:
                pass
            return np.ones(3)
    def answer(x): return [Row()]
    """
    seen = observe(any_wall, source, timed=True)
    assert seen.arrays["y"].shape == (1, 3)
    assert seen.seconds >= 0.05


def test_answers_that_are_too_large_together_are_malformed():
    """They are kept until the submission is judged: many large ones would fill the grader's own memory."""
    with (
        choose("memory") as wall,
        session(wall, "import numpy as np\ndef answer(x): return np.ones(100)", Limits(kept_bytes=2000)) as opened,
    ):
        seen = [ask(opened) for _ in range(3)]
    assert [each.status for each in seen] == [Status.OK, Status.OK, Status.MALFORMED]
    assert "together" in seen[-1].message


def test_a_forged_sweep_is_malformed(monkeypatch):
    """Its shape is known beforehand: whoever answers something else has taken the worker over."""
    monkeypatch.setattr("grader.sandbox.inside.call.Call._swept", lambda *_: {"sweep": np.ones(3)})
    with choose("memory") as wall:
        seen = observe(wall, "def answer(x): return x.sum()", np.ones(3), sweep=line())
    assert seen.status is Status.MALFORMED


def test_a_missing_name_and_a_missing_module_are_explained(any_wall):
    seen = observe(any_wall, "def another(x): return x")
    assert seen.status is Status.MISSING
    assert "answer" in seen.message
    with session(any_wall, "import no_such_module\ndef answer(x): return x") as opened:
        assert opened.load(USES).missing == {}
        assert ask(opened).status is Status.OK


def test_a_survey_finds_definitions_without_running_anything(any_wall):
    files = (
        SourceFile("good.py", ("raise SystemExit\ndef answer(x):\n    return x\n",)),
        SourceFile("bad.py", ("def answer(x:\n",)),
    )
    with any_wall.open(Job(files, PROBES), Limits()) as opened:
        survey = opened.survey()
    assert [(found.name, found.file, found.line) for found in survey.definitions] == [("answer", "good.py", 2)]
    assert set(survey.problems) == {"bad.py"}


def test_a_modules_own_state_lives_on_between_runs(any_wall):
    source = """
    seen = []
    def answer(x):
        seen.append(x)
        return len(seen)
    """
    with session(any_wall, source) as opened:
        assert [ask(opened, float(n)).arrays["y"].item() for n in range(3)] == [1, 2, 3]


def test_control_characters_of_messages_do_not_reach_the_report(any_wall):
    seen = observe(any_wall, r"def answer(x): raise ValueError('\x1b[31m\u202e\ud800 red' * 10**5)")
    assert seen.status is Status.RAISED
    assert seen.message.isprintable()
    assert len(seen.message) <= 2000


def test_another_probe_may_be_asked_in_the_same_session(any_wall):
    with session(any_wall, "def answer(x): return x, 2 * x") as opened:
        assert opened.run(USES, "pair", [Run("base", {"x": 1.0})])[0].arrays["z"] == 2.0
        assert ask(opened).arrays["y"].tolist() == [1.0, 2.0]
