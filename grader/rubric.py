"""Points, visibility, hints and credit: `rubrics/a.toml`, read and validated."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from grader.errors import CourseError

Points = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
TABLES = ("assignment", "late", "keep", "written")
"""Top-level tables that are no exercises."""
Visibility = Literal["visible", "hidden", "after_deadline"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MistakeCredit(_Strict):
    """What a known mistake gives back."""

    credit: Annotated[float, Field(ge=0, le=1)]
    """Fraction of the points lost to it."""


class ExerciseRubric(_Strict):
    """One exercise's section."""

    points: dict[str, Points]
    """By check key; a check without points is said with 0, not implied."""
    title: str = ""
    accepts: tuple[str, ...] = ()
    """Ids of the variants that count as right."""
    all_or_nothing: tuple[str, ...] = ()
    """Checks whose points are not split over their cases."""
    visibility: dict[str, Visibility] = {}
    """By check key; may hide what a case shows, never show what a case hides."""
    hints: dict[str, str] = {}
    """By check key: what to look at next."""
    mistakes: dict[str, MistakeCredit] = {}

    @property
    def out_of(self) -> float:
        """All points of the exercise."""
        return sum(self.points.values())


class WrittenQuestion(_Strict):
    """A question that a person marks."""

    title: str
    points: Points


class AssignmentInfo(_Strict):
    """The assignment as a whole."""

    title: str
    due: dt.datetime | None = None
    attempts: Literal["best", "last"] = "last"
    """Which hand-in of a student counts."""


class LatePolicy(_Strict):
    """What lateness costs."""

    grace_minutes: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """Who is no later than this is in time."""
    per_day: Annotated[float, Field(ge=0, le=1)] = 0
    """Fraction of what was earned that each day begun costs."""
    points_per_day: Points = 0
    """Points that each day begun costs."""
    floor: Annotated[float, Field(ge=0, le=1)] = 0
    """Fraction of what was earned that stays, however many days it is late."""
    most_days: Annotated[int, Field(ge=0)] | None = None
    """Who is later than this earns nothing."""
    free_days: Annotated[int, Field(ge=0)] = 0
    """Days that cost nothing, of a student's budget over all assignments of a ledger."""

    @model_validator(mode="after")
    def _one_price(self) -> LatePolicy:
        if self.per_day and self.points_per_day:
            raise ValueError("a day costs `per_day` or `points_per_day`, not both")
        return self


class Retention(_Strict):
    """How many days a ledger keeps what is not needed for the points; left out, for good."""

    observations: Annotated[int, Field(ge=0)] | None = None
    """What was seen when a hand-in was run; without it, a changed check runs it again."""
    submissions: Annotated[int, Field(ge=0)] | None = None
    """What was handed in; without it, nothing can be run again."""


class Rubric(_Strict):
    """A whole rubric file."""

    assignment: AssignmentInfo
    late: LatePolicy | None = None
    keep: Retention = Retention()
    written: dict[str, WrittenQuestion] = {}
    exercises: dict[str, ExerciseRubric]

    @property
    def out_of(self) -> float:
        """All points, those of written questions too."""
        marked = sum(question.points for question in self.written.values())
        return marked + sum(section.out_of for section in self.exercises.values())


def read_rubric(path: Path) -> Rubric:
    """The rubric in this file; CourseError with file and line for whatever is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise CourseError(
            f"the rubric cannot be read ({error.strerror}); write one point table per exercise", path
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise CourseError(f"this is not TOML: {error}", path, int(line[1]) if line else None) from error
    shaped = {key: raw.pop(key) for key in TABLES if key in raw} | {"exercises": raw}
    try:
        return Rubric.model_validate(shaped)
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(part) for part in first["loc"] if part != "exercises"]
        raise CourseError(f"`{'.'.join(place)}`: {_plain(first)}", path, line_of(text, place)) from error


def line_of(text: str, keys: Sequence[str]) -> int | None:
    """The line where a key stands: the longest header that begins the path, then the key below it.

    tomllib gives lines for syntax errors only; this is enough of a locator for a file of tables and plain keys.
    """
    lines = text.splitlines()
    for depth in range(len(keys), 0, -1):
        header = re.compile(
            r"\s*\[\s*" + r"\s*\.\s*".join(rf"[\"']?{re.escape(key)}[\"']?" for key in keys[:depth]) + r"\s*\]"
        )
        start = next((i for i, line in enumerate(lines) if header.match(line)), None)
        if start is not None:
            return _line_below(lines, start, keys[depth:]) + 1
    return _line_below(lines, -1, keys) + 1 or None


def _line_below(lines: Sequence[str], start: int, keys: Sequence[str]) -> int:
    """Index of the line below `start` that sets the deepest of `keys` it can find; `start` if none does."""
    found = start
    for key in keys:
        word = re.compile(rf"(^|[\s{{,])[\"']?{re.escape(key)}[\"']?\s*=")
        for index in range(max(found, start + 1), len(lines)):
            if index > start and lines[index].lstrip().startswith("["):
                break
            if word.search(lines[index]):
                found = index
                break
    return found


def _plain(error: Any) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return "no such key is known here; remove it or correct its spelling"
    if kind == "missing":
        return "this key is missing"
    said = error["msg"].removeprefix("Value error, ")
    return f"{said[0].lower()}{said[1:]}"
