"""The class report as JSON: the models below are its schema, and the page is drawn from nothing else.

`docs/class-report.schema.json` is generated from them by `python -m grader.overview.document`. The version rises when
a reader of the old schema would misread the new one.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from grader.report.plain import whole
from grader.report.points import rounded

SCHEMA: Literal[1] = 1

Number = Annotated[float, AfterValidator(lambda value: float(rounded(value)))]
Text = Annotated[str, BeforeValidator(lambda value: whole(value) if isinstance(value, str) else value)]
Reading = Literal["separates", "against", "unclear", "undefined"]
ChangeKind = Literal["gained", "lost", "same", "new", "gone", "now graded", "now open", "still open"]
Basis = Literal["gradebook", "reports"]
CheckChangeKind = Literal["changed", "same", "new", "gone"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, from_attributes=True)


class Range(_Part):
    """A 95 % interval."""

    low: Number
    high: Number


class Bin(_Part):
    """A column of the histogram: `low` belongs to it; `high` only in the last one."""

    low: Number
    high: Number
    students: int


class Spread(_Part):
    """Where the values lie; quartiles by linear interpolation."""

    mean: Number
    deviation: Number | None = Field(description="Sample standard deviation (n - 1); null for one value.")
    least: Number
    first_quartile: Number
    median: Number
    third_quartile: Number
    most: Number


class Scores(_Part):
    """The distribution of the graded students' points; `basis` says whose points."""

    graded: int = Field(description="Students whose points are known, with no counted point open.")
    open: int = Field(
        description="Students with counted points still open, or without a report to be read; in no number below."
    )
    refused: int = Field(description="Graded students whose hand-in could not be read: they have no points.")
    full: int = Field(description="Graded students with all counted points.")
    late: int = Field(description="Graded students from whom lateness took points; 0 where `basis` is reports.")
    taken_off: Number = Field(description="Points that it took from them together.")
    spread: Spread | None = Field(description="Null if nobody is graded.")
    bins: tuple[Bin, ...]


class Discrimination(_Part):
    """Corrected item-total correlation: the item's points with the rest of the total."""

    r: Number | None = Field(description="Null where it is undefined; `why` says so.")
    interval: Range | None = Field(description="By Fisher's z.")
    reading: Reading = Field(description="separates: interval above 0; against: below 0; unclear: 0 lies in it.")
    why: Text = Field(description="Why it is undefined; else empty.")


class Exercise(_Part):
    """One exercise over the class."""

    exercise: Text
    out_of: Number
    students: int = Field(description="Graded students whose hand-in could be read; the numbers below are about them.")
    full: int = Field(description="How many have full points.")
    none: int = Field(description="How many have none.")
    missing: int = Field(description="For how many no definition was found.")
    difficulty: Number | None = Field(description="Mean share of the points, 0 to 1: the higher, the easier.")
    discrimination: Discrimination


class Check(_Part):
    """One check over the class; students, not cases, are counted."""

    exercise: Text
    check: Text
    passed: int
    failed: int
    skipped: int = Field(description="Not tried, because something before it failed; in no rate.")
    open: int
    rate: Number | None = Field(description="failed / (passed + failed); null if neither.")
    interval: Range | None = Field(description="By Wilson's score.")
    discrimination: Discrimination


class Reliability(_Part):
    """Cronbach's alpha over the counted exercises."""

    alpha: Number | None
    interval: Range | None = Field(description="By Bonett's formula.")
    items: int
    students: int
    why: Text = Field(description="Why it is undefined or not given; else empty.")


class CodeLine(_Part):
    """A line of a hand-in."""

    number: int = Field(description="In its file or cell, from 1.")
    text: Text


class Example(_Part):
    """Lines of a hand-in, without its comments."""

    student: Text
    lines: tuple[CodeLine, ...]
    marked: int | None = Field(description="Index of the line that these hand-ins share and right ones lack.")
    having: int = Field(description="Hand-ins with this mistake that have the marked line.")
    looked_at: int = Field(description="Hand-ins with this mistake whose lines were compared.")


class Mistake(_Part):
    """A known mistake, and who made it."""

    exercise: Text
    mistake: Text
    message: Text
    students: int
    lost: Number = Field(description="Points lost in these exercises together, credit already given back.")
    example: Example | None


class Unexplained(_Part):
    """Failures that no known mistake explains: where a mistake is worth being named."""

    exercise: Text
    students: int
    checks: tuple[tuple[Text, int], ...] = Field(description="The checks that failed, and for how many.")


class Open(_Part):
    """Points that are neither earned nor lost, and why."""

    exercise: Text
    why: Text
    person: bool = Field(description="Whether a person has to mark them; else something of the grader's failed.")
    students: int
    points: Number
    who: tuple[Text, ...] = Field(description="Some of them, at most twenty.")


class Refused(_Part):
    """A reason why hand-ins could not be read."""

    why: Text
    students: int
    who: tuple[Text, ...] = Field(description="Some of them, at most twenty.")


class Untold(_Part):
    """A reason why something of some students is not known, or not told."""

    why: Text
    students: int
    who: tuple[Text, ...] = Field(description="Some of them, at most twenty.")


class Slow(_Part):
    """A hand-in that took far longer than the others."""

    student: Text
    seconds: Number
    deviations: Number = Field(description="Robust deviations above the median, of the logarithm.")


class Times(_Part):
    """How long grading took, in seconds per hand-in that could be read."""

    spread: Spread | None
    slow: tuple[Slow, ...] = Field(description="More than 3.5 robust deviations above the median, and twice as long.")
    why: Text = Field(description="Why no outliers are told; else empty.")


class Shared(_Part):
    """A mistake that two students share, and that few others made."""

    exercise: Text
    mistake: Text
    message: Text
    students: int = Field(description="How many of the class made it.")


class Pair(_Part):
    """Two hand-ins that resemble each other. It proves nothing: a person decides."""

    first: Text
    second: Text
    shared: tuple[Shared, ...] = Field(description="Rare mistakes of both, at most one per exercise.")
    bits: Number = Field(description="Sum of log2(1 / share of the class that made it) over the shared mistakes.")
    similarity: Number | None = Field(description="Share of the shorter hand-in's own fingerprints that the other has.")
    alike: int | None = Field(description="Fingerprints that both have and few others.")


class Resemblance(_Part):
    """Which hand-ins resemble each other, by rare mistakes and, on request, by text."""

    rare: int = Field(description="A mistake is rare if at most so many students made it.")
    text: Text = Field(description="How the text was compared, or why it was not.")
    left_out: tuple[Text, ...] = Field(description="Hand-ins whose text was not compared, with the reason.")
    pairs: tuple[Pair, ...]


class Change(_Part):
    """One student then and now; null points were open, or there was no report."""

    student: Text
    before: Number | None
    after: Number | None
    change: ChangeKind


class CheckChange(_Part):
    """One check then and now, over the students of both runs."""

    exercise: Text
    check: Text
    now_passed: int = Field(description="Students who failed and now pass.")
    now_failed: int = Field(description="Students who passed and now fail.")
    change: CheckChangeKind


class Comparison(_Part):
    """A run beside an earlier one."""

    basis: Basis = Field(description="Whose points are compared: the gradebook's only if both runs have a ledger.")
    earlier_students: int
    earlier_out_of: Number
    mean_before: Number | None = Field(description="Of the students who are graded in both.")
    mean_after: Number | None
    students: tuple[Change, ...] = Field(description="All students of either run, the largest losses first.")
    checks: tuple[CheckChange, ...]


class ClassReport(_Part):
    """A class and one assignment."""

    version: Literal[1] = Field(SCHEMA, alias="schema", description="Version of this schema.")
    assignment: Text
    students: int = Field(
        description="Reports that there are, those that cannot be read included; with a ledger all that it knows."
    )
    named: bool = Field(
        description="Whether students stand by name; else by a number that stays until the class is graded again."
    )
    basis: Basis = Field(
        description="Whose points `scores` are about. gradebook: the ledger's, as `grader export` has them, after "
        "overrides, attempts, free days and penalties. reports: the reports', before penalties: there is no ledger, or "
        "something is `waiting`. Exercises and checks are always about the reports."
    )
    out_of: Number = Field(description="Counted points.")
    waiting: tuple[Text, ...] = Field(description="Exercises that persons have still to mark for most: not counted.")
    scores: Scores
    exercises: tuple[Exercise, ...]
    reliability: Reliability
    checks: tuple[Check, ...] = Field(description="The highest failure rate first.")
    mistakes: tuple[Mistake, ...] = Field(description="The most frequent first.")
    unexplained: tuple[Unexplained, ...]
    open: tuple[Open, ...]
    refused: tuple[Refused, ...]
    untold: tuple[Untold, ...] = Field(description="Of whom something is not known here: a report is missing, say.")
    times: Times
    resemblance: Resemblance
    comparison: Comparison | None


def write(report: ClassReport) -> str:
    """The JSON text, in ASCII, ending in a line break."""
    return json.dumps(report.model_dump(mode="json", by_alias=True), indent=1, allow_nan=False) + "\n"


def schema() -> str:
    """The JSON Schema (draft 2020-12), as text."""
    drawn = {"$schema": "https://json-schema.org/draft/2020-12/schema", **ClassReport.model_json_schema()}
    return json.dumps(drawn, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
