"""Notebooks of every version and state give their code cells, or one clause why not."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import nbformat.v4
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.notebook import NotANotebook, code_cells


def v4(*cells: Any, **more: Any) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more})


def test_the_cells_of_todays_notebooks_are_read_in_order() -> None:
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# text"),
            nbformat.v4.new_code_cell("%matplotlib inline\nx = 1"),
            nbformat.v4.new_raw_cell("raw"),
            nbformat.v4.new_code_cell("!ls"),
        ]
    )
    assert code_cells(nbformat.writes(made)) == ("%matplotlib inline\nx = 1", "!ls")


@pytest.mark.parametrize("version", [2, 3])
def test_notebooks_with_worksheets_are_read(version: int) -> None:
    cells = [
        {
            "cell_type": "code",
            "language": "python",
            "input": ["x = 1" + "\n" * (version - 2), "y = 2"],
            "outputs": [],
            "collapsed": False,
        },
        {"cell_type": "markdown", "source": "text"},
        {"cell_type": "code", "language": "python", "input": "z = 3", "outputs": []},
    ]
    text = json.dumps({"nbformat": version, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]})
    assert code_cells(text) == ("x = 1\ny = 2", "z = 3")


def test_the_first_version_is_read() -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "code": "x = 1"}, {"cell_type": "text", "text": "t"}]})
    assert code_cells(text) == ("x = 1",)


def test_odd_cells_keep_their_number_and_cost_nothing_else() -> None:
    good = {"cell_type": "code", "source": ["x = 1\n", "y = 2"], "outputs": 3, "metadata": None}
    odd: list[Any] = [{"cell_type": "code", "source": 5}, {"cell_type": "code"}, 7, None, "x", {"cell_type": 3}]
    mixed = {"cell_type": "code", "source": ["a\n", 5, None, "b"]}
    assert code_cells(v4(*odd, good, mixed)) == ("", "", "x = 1\ny = 2", "a\nb")


@pytest.mark.parametrize("version", [None, "4", 4.5, 0, 99, -1, 10**30, [], True])
def test_odd_versions_are_read_as_far_as_they_go(version: object) -> None:
    text = v4({"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": []}, nbformat=version)
    assert code_cells(text) == ("x = 1",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("<!DOCTYPE html>", "is no notebook: it is not JSON"),
        ('{"cells": [\n1,\n', "not JSON .line 3"),
        ("[]", "JSON without cells"),
        ("17", "JSON without cells"),
        ('{"a": 1}', "JSON without cells"),
        ("[" * 10**5, "nested too deeply"),
        ('{"cells":' + "[" * 10**5 + "]" * 10**5 + "}", "nested too deeply"),
        ('{"cells": [], "x": ' + "9" * 5000 + "}", "not JSON"),
        (v4(metadata={"kernelspec": {"language": "R"}}), "is a notebook in 'r', not in Python"),
    ],
)
def test_what_is_no_notebook_is_said_in_one_clause(text: str, why: str) -> None:
    with pytest.raises(NotANotebook, match=why):
        code_cells(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "worksheets", "metadata", "cell_type", "source", "input", "outputs", "nbformat", "x"]
            ),
            inner | st.just("code"),
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(json_values)
def test_json_of_any_shape_gives_cells_or_a_clause(value: Any) -> None:
    with suppress(NotANotebook):
        assert all(isinstance(cell, str) for cell in code_cells(json.dumps(value)))


def test_a_notebook_of_a_million_parts_is_left_out_before_it_is_parsed() -> None:
    """Each part costs a hundred times its two bytes."""
    with pytest.raises(NotANotebook, match="parts"):
        code_cells(v4().replace("[]", "[" + "[]," * 1_000_000 + "[]]"))


def test_brackets_in_what_a_notebook_prints_are_no_parts() -> None:
    """However many: with quotes and backslashes among them."""
    output = {"output_type": "stream", "name": "stdout", "text": '[{"\\\\' * 400_000}
    assert code_cells(v4({"cell_type": "code", "source": "x = 1", "outputs": [output]})) == ("x = 1",)
