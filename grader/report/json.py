"""`report.json`: the one report that all others can be made from, documented field by field in `docs/report.md`.

The models below are the schema; `docs/report.schema.json` is generated from them by `python -m grader.report.json`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
)

from grader.errors import UsageError
from grader.model import Report, Verdict
from grader.report.plain import whole
from grader.report.points import rounded

SCHEMA: Literal[1] = 1
"""Rises when a reader of the old schema would misread the new one; see the policy in `docs/report.md`."""


def _whole(value: object) -> object:
    """Text as valid Unicode; anything else is left for the validator to refuse."""
    return whole(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_whole)]
Points = Annotated[
    float,
    AfterValidator(lambda value: float(rounded(value))),
    PlainSerializer(rounded),
]
Seconds = Annotated[
    float,
    AfterValidator(lambda value: round(value, 3)),
    PlainSerializer(rounded),
]


class _Part(BaseModel):
    """Unknown fields are ignored, so that a report of a later version within one schema can be read."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False, from_attributes=True)


class Mistake(_Part):
    """A known mistake that explains failures."""

    name: Text = Field(description="Id of the mistake in the course.")
    message: Text = Field(description="One sentence for the student: what is wrong.")
    credit: Points = Field(
        description="Fraction of the lost points that is given back, 0 to 1; already in what is earned."
    )


Rounded = Annotated[float, PlainSerializer(lambda value: int(value) if value.is_integer() else value)]
"""A number that is rounded already, to some digits."""


class Entry(_Part):
    """One place of an output."""

    place: Text = Field(description="`[2, 1]`, `step 3`; empty for a single number.")
    seen: Rounded | None = Field(description="What came; null if it is no finite number.")
    expected: Rounded | None = Field(description="What was expected; null if it is no finite number.")


class Line(_Part):
    """Points with a name, in their order."""

    name: Text = Field(description="Whose it is.")
    x: tuple[Rounded, ...] = Field(description="Places across.")
    y: tuple[Rounded | None, ...] = Field(description="Heights; null for what is no finite number.")


class Picture(_Part):
    """What failed, to be drawn."""

    kind: Literal["number", "heat", "points", "lines", "plane", "slopes"] = Field(description="What it is drawn as.")
    name: Text = Field(description="The output that is shown, with the part of it.")
    axes: tuple[Text, Text] = Field(("", ""), description="What runs down and across, in words.")
    sizes: tuple[int, int] = Field((0, 0), description="Rows and columns that the cells of a heat map stand for.")
    cells: tuple[Text, ...] = Field(
        (), description="Of a heat map, a text for each row with a character for each cell."
    )
    entries: tuple[Entry, ...] = Field((), description="The worst places, worst first; of a way, the first ones.")
    lines: tuple[Line, ...] = Field((), description="What is drawn; the student's comes first.")
    off: tuple[int, int] = Field((0, 0), description="How many entries of the whole output are wrong, of how many.")
    largest: Rounded | None = Field(None, description="The largest difference.")
    limit: Rounded | None = Field(None, description="The largest difference that counts as rounding.")
    mark: Rounded | None = Field(None, description="Where across the lines part.")


class Finding(_Part):
    """One check's word on one case."""

    check: Text = Field(description="Key of the check, unique in its exercise.")
    case: Text = Field(description="Name of the case; empty for the exercise as a whole.")
    visible: bool = Field(description="Whether the student may see the case's inputs and values.")
    verdict: Verdict = Field(description="pass, fail, skip (does not count), or ungraded (the grader's fault).")
    earned: Points = Field(description="Points earned by this finding.")
    out_of: Points = Field(description="This finding's share of the exercise's points.")
    message: Text = Field(description="What was seen, in one sentence; in general terms for a hidden case.")
    hint: Text = Field(description="What to look at next, a hint per line; may be empty.")
    where: Text = Field("", description="Where the call raised, on a visible case; else empty.")
    picture: Picture | None = Field(None, description="What failed, to be drawn; null where there is nothing to draw.")


class Exercise(_Part):
    """All that is said about one exercise."""

    exercise: Text = Field(description="Name of the exercise.")
    title: Text = Field("", description="The name as people say it; may be empty.")
    earned: Points = Field(description="Points earned: the sum over the findings, or a person's mark.")
    out_of: Points = Field(description="Points that can be earned.")
    ungraded: Points = Field(0.0, description="Points still open: neither earned nor lost.")
    found_in: Text = Field(description="Where the graded definition stands; empty if none was found.")
    notes: tuple[Text, ...] = Field((), description="Sentences about how the exercise was graded.")
    mistakes: tuple[Mistake, ...] = Field(description="Known mistakes that explain the failures.")
    findings: tuple[Finding, ...] = Field(description="One per check and case, in the order of the course.")
    printed: Text = Field("", description="What visible cases printed, capped.")


class Run(_Part):
    """How the judgement came about; everything here may differ between machines."""

    wall: Text = Field(description="The wall the submission ran behind.")
    layers: tuple[Text, ...] = Field(description="Layers of the wall that held.")
    missing_layers: tuple[Text, ...] = Field((), description="Layers that this machine could not give.")
    grader: Text = Field("", description="Version of the grader.")
    python: Text = Field("", description="Version of Python behind the wall.")
    numpy: Text = Field("", description="Version of numpy behind the wall.")
    started: Text = Field("", description="When grading began, ISO 8601.")
    seconds: Seconds = Field(0.0, description="How long grading took, in seconds.")
    fingerprint: Text = Field("", description="Hash of submission, course and grader.")


class Document(_Part):
    """One student's report on one assignment."""

    version: Literal[1] = Field(SCHEMA, alias="schema", description="Version of this schema.")
    student: Text = Field(description="Name of the submission's entry in the batch.")
    assignment: Text = Field(description="Id of the assignment.")
    run: Run = Field(description="How the judgement came about; all the rest is the judgement.")
    earned: Points = Field(description="Points earned; ungraded points are not among them.")
    out_of: Points = Field(description="Points that can be earned, open ones included.")
    ungraded: Points = Field(description="Points still open: a fault of the grader's, or a person has to mark them.")
    refusal: Text = Field("", description="One sentence if nothing handed in could be read; empty otherwise.")
    notes: tuple[Text, ...] = Field((), description="Sentences about single files of the submission.")
    exercises: tuple[Exercise, ...] = Field(description="One per exercise, in the order of the rubric.")


_REPORT = TypeAdapter(Report)

OPEN_LEVELS = 4
"""The report, its exercises, each exercise, its findings."""

_OBEYED = re.compile("[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Legal inside JSON, but a terminal or an editor would obey it when the file is looked at."""


def write(report: Report) -> str:
    """The text of `report.json`, indented, ending in a line break. Raises ValueError for points that are not finite."""
    return _dumped(report, indented=True) + "\n"


def line(report: Report) -> str:
    """The same as a single line of ASCII without a line break, for JSON Lines in whatever encoding a pipe has."""
    return _dumped(report, indented=False, ascii_only=True)


def read(text: str) -> Report:
    """The report in the text of a `report.json`. Raises UsageError if it is none, or of a schema unknown here."""
    try:
        found = json.loads(text)
        _demand_known_schema(found)
        document = Document.model_validate(found)
    except (ValidationError, RecursionError, json.JSONDecodeError) as error:
        raise UsageError(f"This is not a readable report: {_first_problem(error)}.") from error
    return _REPORT.validate_python(document.model_dump(exclude={"version"}))


def judgement(report: Report | str) -> dict[str, Any]:
    """The report without its `run` block: the same for the same submission, on every machine."""
    if isinstance(report, str):
        report = read(report)
    document: dict[str, Any] = json.loads(line(report))
    del document["run"]
    return document


def schema() -> str:
    """The JSON Schema (draft 2020-12) of `report.json`, as text."""
    drawn = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Document.model_json_schema()}
    return json.dumps(drawn, indent=2) + "\n"


def _dumped(report: Report, *, indented: bool, ascii_only: bool = False) -> str:
    """JSON with everything invisible escaped; letters of every script stay as they are, unless `ascii_only`."""
    document = {"schema": SCHEMA, **Document.model_validate(report).model_dump(mode="json", exclude={"version"})}
    encode = json.JSONEncoder(ensure_ascii=ascii_only, allow_nan=False).encode
    text = _laid_out(document, encode, OPEN_LEVELS if indented else 0)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _laid_out(value: Any, encode: Callable[[Any], str], levels: int, margin: str = "") -> str:
    """Indented down to so many levels, then one line each: a finding a line is read more easily, and written faster."""
    if not levels or not value or not isinstance(value, dict | list):
        return encode(value)
    inner = margin + "  "
    if isinstance(value, list):
        items = [_laid_out(item, encode, levels - 1, inner) for item in value]
    else:
        items = [f"{encode(key)}: {_laid_out(item, encode, levels - 1, inner)}" for key, item in value.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n{inner}" + f",\n{inner}".join(items) + f"\n{margin}{closing}"


def _demand_known_schema(found: object) -> None:
    """Raises UsageError unless `found` says that it has the schema of this module."""
    version = found.get("schema") if isinstance(found, dict) else None
    if type(version) is not int:
        raise UsageError("This is not a report: it names no schema.")
    if version != SCHEMA:
        raise UsageError(f"This report has schema {version}; this grader reads schema {SCHEMA}.")


def _first_problem(error: Exception) -> str:
    """The first thing that is wrong, with its place."""
    if not isinstance(error, ValidationError):
        return str(error) or "it is nested too deeply"
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


if __name__ == "__main__":
    sys.stdout.write(schema())
