"""Somebody else's CSV: what is not put stays, byte for byte, and is read as the standard library reads it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.report.table import Table, number, written

cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff") | st.sampled_from('",;\n'), max_size=8
)
rows = st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5)


def made(table: list[list[str]], ending: str, quoting: int) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ending, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    return text.getvalue()


@given(table=rows, ending=st.sampled_from(["\n", "\r\n"]), quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
@example(table=[["a", ""], ["", ""]], ending="\n", quoting=csv.QUOTE_MINIMAL)
def test_it_is_read_as_csv_is_and_comes_out_as_it_was(table, ending, quoting):
    """Whatever stands in the cells."""
    table = [["Student", "ID"], *table]
    text = made(table, ending, quoting)
    read = Table(text, "x.csv")
    assert read.text() == text
    assert [read.row(row) for row in range(len(read))] == table


@given(table=rows, value=cells, ending=st.sampled_from(["\n", "\r\n"]), where=st.integers(0, 9), mark=st.booleans())
def test_one_cell_is_put_and_nothing_else_changes(table, value, ending, where, mark):
    """The cell reads as what was put; the text before and after it is the same."""
    table = [["Student", "ID"], *table]
    text = ("\ufeff" if mark else "") + made(table, ending, csv.QUOTE_ALL)
    read = Table(text, "x.csv")
    row, column = where % len(table), where % 2
    read.put(row, column, value)
    after = Table(read.text(), "x.csv")
    assert after.cell(row, column) == value
    table[row][column] = value
    assert [after.row(each) for each in range(len(after))] == table
    cell = read._rows[row][column]
    assert read.text().startswith(text[: cell.start])
    assert read.text().endswith(text[cell.end :])


def test_quotes_that_do_not_fit_are_told_with_their_line():
    """Nothing is guessed."""
    with pytest.raises(UsageError, match=r"x\.csv:2: this is no CSV"):
        Table('a,b\n"open,1\n', "x.csv")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("9.5", 9.5), ("9,5", 9.5), (" 10.00 ", 10.0), ("1,234.50", 1234.5), ("1.234,5", 1234.5), ("-3", -3.0)],
        *[("EX", None), ("", None), ("95%", None), (",", None), ("1e3", None), ("(read only)", None)],
    ],
)
def test_numbers_of_every_language(text, value):
    """As Canvas reads them."""
    assert number(text) == value


@given(st.floats(0, 1000))
def test_points_are_digits_alone(points):
    """Never an exponent, and what is read again is the same to six decimals."""
    assert set(written(points)) <= set("0123456789.")
    assert number(written(points, comma=True)) == pytest.approx(round(points, 6))
