"""The class report as one page: complete in itself, without scripts and without network.

It is drawn from the document alone, so that it cannot say other numbers than the JSON. What strangers wrote is escaped
by the templates, what is obeyed instead of shown loses its power in `plain`, and the page's policy allows nothing but
its own style sheet, known by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.overview import charts
from grader.overview.document import ClassReport, Range
from grader.report.html import prose
from grader.report.plain import one_line, printable, whole
from grader.report.points import counted, shown

LONGEST_NAME = 120
"""Characters of a name that are shown."""
ROWS = 12
"""Rows of a table that are shown unfolded."""
MOST = 300
"""Rows of a table on a page: who wants more than that wants a program to read them."""
NOTHING = "\u2013"
"""A dash, where there is no number."""
READINGS = {
    "separates": ("✓", "separates"),
    "against": ("✗", "runs against the rest"),
    "unclear": ("○", "unclear"),
    "undefined": (NOTHING, "undefined"),
}
CHANGES = {
    "gained": "▲",
    "lost": "▼",
    "same": "=",
    "new": "+",
    "gone": "\u2212",
    "now graded": "✓",
    "now open": "…",
    "still open": "…",
}


def write(report: ClassReport) -> str:
    """The text of the page; to be saved as UTF-8."""
    return _templates().get_template("class.html.j2").render(report=report, style=_style(), policy=_policy())


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.overview"),
        autoescape=True,
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        points=shown, counted=counted, line=_line, prose=prose, percent=_percent, two=_two, code=_code
    )
    environment.globals.update(charts=charts, percents=_percents, twos=_twos, people=_people, ROWS=ROWS, MOST=MOST)
    environment.globals.update(READINGS=READINGS, CHANGES=CHANGES)
    return environment


def _finalized(value: Any) -> Any:
    """What a template puts out: strings without power, markup as it is."""
    return value if type(value) is Markup or not isinstance(value, str) else printable(whole(value))


def _line(text: str) -> str:
    return one_line(whole(text), LONGEST_NAME)


def _code(text: str) -> str:
    """A line of code: its blanks are kept."""
    return printable(whole(text)).replace("\n", " ")


def _percent(share: float | None) -> str:
    """`37 %`; a dash where there is no share."""
    return NOTHING if share is None else f"{100 * share:.0f} %"


def _percents(interval: Range | None) -> str:
    return "" if interval is None else f"{100 * interval.low:.0f} to {100 * interval.high:.0f} %"


def _two(value: float | None) -> str:
    """Two decimals with a true minus."""
    return NOTHING if value is None else f"{value:.2f}".replace("-", "\u2212")


def _twos(interval: Range | None) -> str:
    return "" if interval is None else f"{_two(interval.low)} to {_two(interval.high)}"


def _people(number: int) -> str:
    return f"{number} student" if number == 1 else f"{number:,} students"


@cache
def _style() -> Markup:
    """The style sheet, as it stands between the tags."""
    sheet = (files("grader.overview") / "templates" / "class.css").read_text(encoding="utf-8")
    assert "</" not in sheet
    return Markup(sheet)  # noqa: S704 - a file of this package


@cache
def _policy() -> str:
    """The content security policy: nothing but the style sheet with this hash."""
    seal = base64.b64encode(hashlib.sha256(_style().encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
