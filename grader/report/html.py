"""`report.html`: one page for one student, complete in itself, without scripts and without network.

Every string of a report may have been written to do harm. Three things stand in its way, each enough alone:
the templates escape everything (autoescape is always on), `plain` takes the power out of characters that are obeyed
instead of shown, and the page's policy allows nothing but its own style sheet, known by its hash. Links lead within the
page only, to ids made here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.model import Verdict
from grader.report.beside import cell_of, sheets
from grader.report.code import parts
from grader.report.figures import figures
from grader.report.outcome import (
    given_back,
    not_counted,
    outcome,
    passed,
    reason,
    remarks,
    told_of,
    waits_for_a_person,
    why,
)
from grader.report.plain import one_line, printable, whole
from grader.report.points import counted, lost, rounded, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import ExerciseReport, Report, Submission

LONGEST = 4000
"""Characters of a sentence that are shown: a page of text; an exception may carry megabytes."""
OPEN_FIGURES = 2
"""Pictures of an exercise that are seen at once; the others are folded."""
LONGEST_NAME = 300
"""Characters of a name that are shown: more than any file system allows in one."""


def write(report: Report, submission: Submission | None = None, faults: list[str] | None = None) -> str:
    """The text of `report.html`; to be saved as UTF-8.

    With the submission it shows the student's own code, and the notebooks in which something was graded. What of these
    cannot be shown is left out with a sentence, and noted in `faults`, for our log.
    """
    page = _templates().get_template("report.html.j2")
    exercises = told_of(report)
    anchors = _anchors(exercises)
    drawn = [] if submission is None else sheets(exercises, anchors, submission, [] if faults is None else faults)
    return page.render(
        report=report,
        submission=submission,
        exercises=exercises,
        anchors=anchors,
        sheets=drawn,
        style=_style(),
        policy=_policy(
            pictures=any("<img" in cell.drawn.source + cell.drawn.output for s in drawn for cell in s.cells)
        ),
    )


def prose(text: str) -> Markup:
    """A sentence with what stands between backticks set as code; everything in it escaped."""
    text = _harmless(text)
    if "`" not in text and len(text) <= LONGEST:
        return escape(text)
    parts = re.split(r"`([^`\n]+)`", text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
    code = Markup("<code>{}</code>")
    return Markup().join(code.format(part) if odd % 2 else part for odd, part in enumerate(parts))


@cache
def _templates() -> Environment:
    """The templates with all that they may call."""
    environment = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=_points, counted=counted, line=_line, brief=_brief, prose=prose)
    readings = (given_back, not_counted, outcome, passed, reason, remarks, waits_for_a_person, why, lost, rounded)
    environment.globals.update({reading.__name__: reading for reading in (*readings, figures, parts, cell_of)})
    environment.globals.update(Verdict=Verdict, open_figures=OPEN_FIGURES)
    return environment


def _finalized(value: Any) -> Any:
    """What a template puts out: strings without power, markup as it is."""
    return value if type(value) is Markup or not isinstance(value, str) else _harmless(value)


def _harmless(text: str) -> str:
    """Valid Unicode in which everything is shown and nothing obeyed."""
    return printable(whole(text))


@lru_cache(maxsize=4096)
def _line(text: str) -> Markup:
    """A name on one line, cut where nobody reads on; the same ones come again in every report of a class."""
    return escape(_brief(text))


def _brief(text: str) -> str:
    return one_line(whole(text), LONGEST_NAME)


@lru_cache(maxsize=4096)
def _points(value: float) -> Markup:
    return escape(shown(value))


@cache
def _style() -> Markup:
    """The style sheet, as it stands between the tags: ours, and free of anything a report says."""
    sheet = (files("grader.report") / "templates" / "report.css").read_text(encoding="utf-8")
    assert "</" not in sheet
    return Markup(sheet)  # noqa: S704 - a file of this package


@cache
def _policy(*, pictures: bool = False) -> str:
    """The content security policy: nothing but the style sheet with this hash, and pictures that the page holds."""
    seal = base64.b64encode(hashlib.sha256(_style().encode("utf-8")).digest()).decode("ascii")
    images = " img-src data:;" if pictures else ""
    return f"default-src 'none'; style-src 'sha256-{seal}';{images} base-uri 'none'; form-action 'none'"


def _anchors(exercises: Sequence[ExerciseReport]) -> list[str]:
    """An id for each section: the exercise's name if it is a plain one and not taken, else its number."""
    found: list[str] = []
    for number, exercise in enumerate(exercises, start=1):
        name = f"exercise-{exercise.exercise}"
        plain = re.fullmatch(r"[A-Za-z0-9_-]{1,80}", exercise.exercise) and name not in found
        found.append(name if plain else f"number-{number}")
    return found
