"""nbgrader's course folder: `submitted/<student>/<assignment>/`, with `timestamp.txt` in it.

The course folder or the step's own (`submitted`, or `autograded`) may be given.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

from grader.errors import UsageError
from grader.identity import Identity
from grader.intake.hand_in import HandIn
from grader.intake.layouts.plain import left_over
from grader.intake.names import shown
from grader.intake.tree import Part, Tree

NAME = "nbgrader"
SAYS = "nbgrader's submitted folder"

_STEP = "submitted"
_STAMP = "timestamp.txt"


def recognises(tree: Tree) -> bool:
    """Whether some student's assignment bears a time, or the folder of that step stands there."""
    if any(entry.folder and entry.name == _STEP for entry in tree.entries()):
        students = [f"{_STEP}/{inner.name}" for inner in tree.entries(_STEP) if inner.folder]
        return any(inner.folder for student in students for inner in tree.entries(student))
    return _has_stamp(tree, "")


def hand_ins(tree: Tree, assignment: str) -> list[HandIn]:
    """See Layout."""
    top = _STEP if any(entry.folder and entry.name == _STEP for entry in tree.entries()) else ""
    students = [entry for entry in tree.entries(top) if entry.folder]
    name = _assignment(tree, top, [entry.name for entry in students], assignment)
    found = []
    for student in students:
        place = f"{top}/{student.name}/{name}".lstrip("/")
        parts = tuple(Part(f"{place}/{inner.name}", inner.name) for inner in tree.entries(place))
        handed_in = any(entry.name == name for entry in tree.entries(f"{top}/{student.name}".lstrip("/")))
        nothing = "" if parts else f"There is nothing to grade: {shown(name)} is no folder with files."
        if handed_in:
            who = Identity(student.name, received=_time(tree.content(f"{place}/{_STAMP}", 1000)))
            found.append(HandIn(who, parts, nothing=nothing))
    return [*found, *left_over(tree.entries(top), [entry.name for entry in students], f"{top}/".lstrip("/"))]


def _has_stamp(tree: Tree, top: str) -> bool:
    below = [f"{top}/{entry.name}".lstrip("/") for entry in tree.entries(top) if entry.folder]
    deeper = [f"{here}/{entry.name}" for here in below for entry in tree.entries(here) if entry.folder]
    return any(entry.name == _STAMP for place in deeper for entry in tree.entries(place))


def _assignment(tree: Tree, top: str, students: list[str], wanted: str) -> str:
    """The one that is graded, else the only one."""
    names = {
        entry.name for student in students for entry in tree.entries(f"{top}/{student}".lstrip("/")) if entry.folder
    }
    if wanted in names or len(names) == 1:
        return wanted if wanted in names else names.pop()
    known = ", ".join(sorted(map(shown, names))) or "none"
    raise UsageError(f"nbgrader's folder has no assignment {wanted!r}; it has {known}: give that one's own folder")


def _time(data: bytes | None) -> str:
    """`2015-02-02 15:58:23.948203 America/Los_Angeles`, `… UTC` or `… +0100`; empty where it is none of these."""
    text = (data or b"").decode("utf-8", "replace").strip()
    fit = re.fullmatch(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(\S*)", text)
    if not fit:
        return ""
    try:
        moment, zone = dt.datetime.fromisoformat(fit[1]), fit[2]
        if re.fullmatch(r"[+-]\d\d:?\d\d|Z", zone):
            moment = dt.datetime.fromisoformat(fit[1] + zone)
        elif zone:
            moment = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
        return moment.isoformat(timespec="seconds")
    except (ValueError, zoneinfo.ZoneInfoNotFoundError, OSError):
        return ""
