"""What a submission defines, calls and loops over is found by parsing alone."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.inside.slices import read_source
from grader.sandbox.inside.survey import survey


def surveyed(text: str | list[str], path: str = "") -> dict[str, Any]:
    notebook = isinstance(text, list)
    cells = [textwrap.dedent(cell) for cell in text] if isinstance(text, list) else [textwrap.dedent(text)]
    file = {"path": path or ("hw.ipynb" if notebook else "a.py"), "cells": cells, "notebook": notebook}
    return survey([read_source(file)])


def found(seen: dict[str, Any]) -> dict[str, tuple[str, int]]:
    return {entry["name"]: (entry["kind"], entry["line"]) for entry in seen["definitions"]}


def facts(seen: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in seen["facts"] if entry["name"] == name)


def test_every_kind_of_top_level_binding_is_found() -> None:
    seen = surveyed("""
        import numpy as np
        @staticmethod
        def f():
            inner = 1
        class Net:
            def method(self): pass
        x, (y, *z) = 1, (2, 3)
        t: int = 3
        only: int
        if x:
            def g(): pass
        else:
            h = lambda: 1
        try:
            import torch
        except ImportError as error:
            torch = None
        for i in range(3):
            with open("f") as file:
                k = 1
    """)
    names = found(seen)
    assert names["f"] == ("function", 4)
    assert names["Net"] == ("class", 6)
    assert {name for name, (kind, _) in names.items() if kind == "assignment"} == set("xyztikh") | {"torch", "file"}
    assert not {"np", "inner", "method", "only", "error"} & names.keys()
    assert names["g"] == ("function", 12)


def test_the_last_definition_of_a_name_is_the_one() -> None:
    seen = surveyed(["def f():\n    return 1", "\n\ndef f():\n    return 2\nf2 = f"])
    assert seen["definitions"] == [
        {"name": "f", "file": "hw.ipynb", "line": 3, "cell": 2, "kind": "function"},
        {"name": "f2", "file": "hw.ipynb", "line": 5, "cell": 2, "kind": "assignment"},
    ]


def test_the_main_block_of_a_script_defines_nothing() -> None:
    text = "def f(): pass\nif __name__ == '__main__':\n    loss = f()\n"
    assert set(found(surveyed(text))) == {"f"}
    assert set(found(surveyed([text]))) == {"f", "loss"}


def test_calls_are_named_in_full_and_loops_are_counted() -> None:
    seen = surveyed("""
        import numpy as np
        import numpy.linalg
        import os.path
        from numpy.linalg import lstsq as solve
        vec = np.vectorize
        def f(x):
            for row in x:
                np.linalg.norm(row)
            y = [helper(v) for v in x]
            while True:
                solve(x)
                vec(f)
                numpy.linalg.inv(x).sum()
                os.path.join()
        def helper(v):
            return v.dot(v)
    """)
    assert [tuple(call) for call in facts(seen, "f")["calls"]] == [
        ("numpy.linalg.norm", 9),
        ("helper", 10),
        ("numpy.linalg.lstsq", 12),
        ("numpy.vectorize", 13),
        ("numpy.linalg.inv", 14),
        ("os.path.join", 15),
    ]
    assert facts(seen, "f")["loops"] == [8, 10, 11]
    assert facts(seen, "helper") == {
        "file": "a.py",
        "name": "helper",
        "calls": [["v.dot", 17]],
        "imports": [["numpy", 2], ["numpy.linalg", 3], ["os.path", 4], ["numpy.linalg", 5]],
        "loops": [],
        "names": ["dot", "v"],
    }


def test_what_is_read_is_told_called_or_not() -> None:
    """A function may stand in a list, be handed on, or be imported under another name."""
    seen = surveyed("""
        from .layers import affine_forward as affine
        import layers
        class Net:
            steps = [affine, layers.relu_forward]
            def loss(self, X):
                made = X
                return made
    """)
    assert facts(seen, "Net")["names"] == ["X", "affine_forward", "layers", "made", "relu_forward"]


def test_imports_hidden_in_functions_and_calls_are_found() -> None:
    seen = surveyed("""
        def f():
            import torch.nn as nn
            from .layers import x
            __import__("jax")
            importlib.import_module("tensorflow")
    """)
    assert [name for name, _ in facts(seen, "f")["imports"]] == ["torch.nn", ".layers", "jax", "tensorflow"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = 1\nprint x", "a.py, line 2: `print x` is Python 2; in Python 3 write print(...)"),
        ("if 1:\n    print 'a', 1", "a.py, line 2: `print 'a', 1` is Python 2; in Python 3 write print(...)"),
        (
            "try: pass\nexcept E, e: pass",
            "line 2: `except E, e: pass` is Python 2; in Python 3 write except ... as name:",
        ),
        ("x = `1`", "line 1: `x = `1`` is Python 2; in Python 3 write repr(...)"),
        ("exec 'x = 1'", "line 1: `exec 'x = 1'` is Python 2; in Python 3 write exec(...)"),
        ("raise ValueError, 'x'", "is Python 2; in Python 3 write raise Error(...)"),
        ("def f():\n\tx = 1\n        return x", "line 3: the indentation mixes tabs and spaces; use spaces only"),
        ("def f():\nreturn 1", "line 2: `return 1` cannot be read by Python 3"),
        ("x = (1,\ny = 2\n", "line 1: `x = (1,` cannot be read by Python 3"),
        ("<<<<<<< HEAD\nx = 1", "line 1: `<<<<<<< HEAD` is left over from a merge conflict"),
        ("x = 1\0", "this holds NUL bytes"),
        ("x = '\ud800'", "characters that are no text"),
        ("x=" + "-" * 10**6 + "1", "nested too deeply or too large"),
    ],
)
def test_a_file_that_is_no_python_gets_one_sentence(text: str, sentence: str) -> None:
    seen = survey([read_source({"path": "a.py", "cells": [text], "notebook": False})])
    assert sentence in seen["problems"]["a.py"]
    assert seen["definitions"] == []


def test_a_bad_cell_costs_only_itself() -> None:
    seen = surveyed(["def f(): pass", "print 'x'", "def g(:", "%%bash\nls ;;", "!ls\ndef h(): pass"])
    assert set(found(seen)) == {"f", "h"}
    assert seen["problems"]["hw.ipynb"] == (
        "hw.ipynb, cell 2, line 1: `print 'x'` is Python 2; in Python 3 write print(...)"
        " (and 1 more cell that cannot be read)"
    )


def test_the_answer_stays_small_whatever_was_handed_in() -> None:
    many = "\n".join(f"def f{number}(): g()" for number in range(6000)) + f"\n{'n' * 10**5} = 1\n"
    seen = survey([read_source({"path": "a.py", "cells": [many], "notebook": False})] * 3)
    assert len(seen["definitions"]) == 5000
    assert len(json.dumps(seen)) < 2_000_000
    calls = "def f():\n" + "\n".join(f"    g{number}()" for number in range(3000))
    assert len(facts(surveyed(calls), "f")["calls"]) == 500


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    files = {"path": "a.py", "notebook": False}, {"path": "b", "notebook": True}
    json.dumps(survey([read_source({**file, "cells": [text]}) for file in files]))
