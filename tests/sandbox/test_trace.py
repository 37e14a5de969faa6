"""How a submission calls its own functions is written down, as it was, and without a trace left behind."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest
from trying import PROBES, USES

from grader.model import Observation, Run, SourceFile, Status
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job
from grader.sandbox.walls import Wall, choose
from grader.trace import OPAQUE, Traced, read

FORWARD = """
class Cache:
    pass

def forward(x, w=2.0):
    cache = Cache()
    cache.x = x
    return x * w, cache

def backward(dout, cache):
    dout *= 3
    return dout + cache.x
"""


def observe(wall: Wall, answer: str, layers: str = FORWARD, *, times: int = 1, traced: bool = True) -> Observation:
    """The last of several runs of `answer`; but for it, no run is traced unless it is the only one."""
    files = {"layers.py": layers, "hand_in.py": answer}
    job = Job(tuple(SourceFile(name, (textwrap.dedent(text),)) for name, text in files.items()), PROBES)
    names = {"forward": "layers.py", "backward": "layers.py", "Cache": "layers.py", "nothing": "layers.py"}
    with wall.open(job, Limits()) as session:
        for number in range(times):
            run = Run("base", {"x": np.array([1.0, 2.0])})
            seen = session.run(USES, "answer", [run], names if traced and number == 0 else {})[0]
    return seen


def calls(wall: Wall, answer: str, layers: str = FORWARD) -> list[Traced]:
    seen = observe(wall, answer, layers)
    assert seen.status is Status.OK, seen.message
    assert seen.trace is not None
    return list(read(seen.trace))


THERE_AND_BACK = """
from layers import forward, backward as back
def answer(x):
    out, cache = forward(w=4.0, x=x)
    return back(out, cache)
"""


def test_calls_are_told_with_what_went_in_and_came_out_at_the_time(any_wall: Wall) -> None:
    """In the order of the parameters; what a function then changes in place is told as it was."""
    first, second = calls(any_wall, THERE_AND_BACK)
    assert [piece.plain() for piece in first.given[1:]] == [4.0]
    assert first.given[0].plain().tolist() == [1.0, 2.0]
    assert first.gave.parts[0].plain().tolist() == second.given[0].plain().tolist() == [4.0, 8.0]
    assert second.gave.plain().tolist() == [13.0, 26.0]


def test_a_cache_is_known_again_whatever_it_is(any_wall: Wall) -> None:
    """An object of a class of the student's own does not travel; that it is the same one does."""
    first, second = calls(any_wall, THERE_AND_BACK)
    assert first.gave.parts[1].value is second.given[1].value is OPAQUE
    assert first.gave.parts[1].number == second.given[1].number
    assert first.gave.parts[0].number == second.given[0].number != first.given[0].number


@pytest.mark.parametrize(
    "answer",
    [
        "import layers\ndef answer(x): return layers.forward(x)[0]",
        "from layers import *\ndef answer(x): return forward(x)[0]",
        "from layers import forward as f\ng = f\ndef answer(x): return g(x)[0]",
        "def answer(x):\n    from layers import forward\n    return forward(x)[0]",
        "import layers\nclass Net:\n    def out(self, x): return layers.forward(x)[0]\nanswer = Net().out",
    ],
)
def test_a_function_is_heard_by_whatever_name_it_is_called(answer: str) -> None:
    with choose("memory") as wall:
        assert [call.name for call in calls(wall, answer)] == ["forward"]


def test_afterwards_every_name_stands_for_the_function_itself(any_wall: Wall) -> None:
    """The second run is as if there had been no first; and a run that nobody asked to trace tells nothing."""
    answer = "import layers\nfrom layers import forward\nown = forward\n"
    answer += "def answer(x): return [hasattr(f, '__wrapped__') for f in (forward, own, layers.forward)]"
    assert observe(any_wall, answer).arrays["y"].tolist() == [True] * 3
    after = observe(any_wall, answer, times=2)
    assert after.arrays["y"].tolist() == [False] * 3
    assert after.trace is None
    assert observe(any_wall, answer, traced=False).trace is None


def test_a_call_that_raises_is_not_told_and_raises(any_wall: Wall) -> None:
    answer = (
        "from layers import forward\ndef answer(x):\n    try: forward()\n    except TypeError: return forward(x)[0]"
    )
    assert len(calls(any_wall, answer)) == 1
    seen = observe(any_wall, "from layers import forward\ndef answer(x): return forward()")
    assert seen.status is Status.RAISED
    assert "missing 1 required positional argument" in seen.message


@pytest.mark.parametrize(
    "answer",
    [
        "def answer(x): return sum(forward(x)[0] for _ in range(5000))",
        "def answer(x): return forward(np.ones((1000, 1000)))[0][0, 0]",
        "def answer(x): return sum(len(forward([[1.0] * 60] * 60, 1)) for _ in range(10))",
    ],
    ids=["calls", "bytes", "pieces"],
)
def test_where_it_is_too_much_nothing_is_told_and_nothing_is_wrong(any_wall: Wall, answer: str) -> None:
    seen = observe(any_wall, f"import numpy as np\nfrom layers import forward\n{answer}")
    assert seen.status is Status.OK
    assert seen.trace is None


@pytest.mark.parametrize(
    "value",
    [
        "10**400",
        "'x' * 10**6",
        "object()",
        "{1: 2}",
        "np.array([None])",
        "np.ma.array([1.0])",
        "np.longdouble(1)",
        "[[[[[[[[[1]]]]]]]]]",
        "Odd()",
        "float('nan')",
        "1j",
        "np.float32(1)",
        "range(10)",
        "lambda: 0",
        "type('T', (), {})",
    ],
)
def test_whatever_goes_in_the_answer_is_the_answer(value: str) -> None:
    """What has no place on the wire is an object with a number."""
    answer = f"""
    import numpy as np
    from layers import forward
    class Odd(list):
        def __len__(self): raise KeyError
        __iter__ = __eq__ = __bool__ = __class_getitem__ = __len__
    def answer(x):
        forward({value}, 1)
        return forward(x)[0]
    """
    with choose("memory") as wall:
        seen = observe(wall, answer, "def forward(x, w=2): return (x * 2, x) if w == 2 else (x, x)")
    assert seen.status is Status.OK, seen.message
    assert seen.arrays["y"].tolist() == [2.0, 4.0]
    assert seen.trace is not None
    assert len(read(seen.trace)) == 2


@pytest.mark.parametrize(
    "forged",
    [
        "{'arrays': [], 'calls': [{}]}",
        "{'arrays': [1], 'calls': []}",
        "{'arrays': [], 'calls': 7}",
        "{'arrays': [], 'calls': [{'name': 'forward', 'given': [['array', 9, 0]], 'named': {}, 'gave': ['plain', 1]}]}",
        "{'arrays': [], 'calls': [{'name': 'forward', 'given': [['opaque', -9]], 'named': {}, 'gave': ['plain', 1]}]}",
        "{'arrays': [], 'calls': [{'name': 'forward', 'given': [], 'named': [], 'gave': ['plain', {}]}]}",
        "{'arrays': [], 'calls': [{'name': [], 'given': [], 'named': {}, 'gave': ['plain', 1]}]}",
        "'nonsense'",
    ],
)
def test_what_is_forged_and_no_trace_is_none(forged: str) -> None:
    """A submission that takes over the worker's own Tracer harms nobody."""
    answer = f"""
    import gc
    from layers import forward
    def answer(x):
        for each in gc.get_objects():
            if type(each).__name__ == "Tracer":
                each.told = lambda: {forged}
        return forward(x)[0]
    """
    with choose("memory") as wall:
        seen = observe(wall, answer)
    assert seen.status is Status.OK, seen.message
    assert seen.trace is None
