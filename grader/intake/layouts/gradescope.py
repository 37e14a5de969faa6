"""Gradescope's "Export Submissions": folders `submission_<id>/` beside `submission_metadata.yml`.

The metadata tells for each folder its submitters (a name, a student id, an e-mail address; several are a group) and
when it was made. Every member of a group is graded with the group's files, and has a report.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml

from grader.errors import UsageError
from grader.identity import Identity
from grader.intake.hand_in import HandIn
from grader.intake.layouts.plain import left_over
from grader.intake.limits import MB
from grader.intake.names import shown
from grader.intake.tree import Part, Tree

NAME = "gradescope"
SAYS = "a Gradescope export"

METADATA = "submission_metadata.yml"
_MOST_BYTES = 200 * MB
"""It repeats the results of every submission, with their output."""


def recognises(tree: Tree) -> bool:
    """Whether the metadata lies there."""
    return any(entry.name == METADATA for entry in tree.entries())


def hand_ins(tree: Tree, assignment: str) -> list[HandIn]:  # noqa: ARG001 - Gradescope exports one
    """See Layout."""
    entries = tree.entries()
    told = _metadata(tree)
    found: list[HandIn] = []
    for entry in entries:
        if entry.name in told:
            parts = [Part(f"{entry.name}/{inner.name}", inner.name) for inner in tree.entries(entry.name)]
            found += _of_everybody(entry.name, told[entry.name], tuple(parts))
    known = {METADATA, *told}
    missing = told.keys() - {entry.name for entry in entries}
    for name in sorted(missing):
        found += _of_everybody(name, told[name], ())
    return [*found, *left_over(entries, known)]


def _of_everybody(folder: str, told: dict[str, Any], parts: tuple[Part, ...]) -> list[HandIn]:
    submitters = told.get("submitters")
    people = [_person(each) for each in submitters if isinstance(each, dict)] if isinstance(submitters, list) else []
    people = people or [Identity(folder)]
    received = _time(told.get("created_at"))
    nothing = "" if parts else f"There is nothing to grade: Gradescope's export has no files of {shown(folder)}."
    notes = (f"Handed in by a group of {len(people)}.",) if len(people) > 1 else ()
    found = []
    for person in people:
        who = Identity(person.student or folder, person.name, person.ids, received=received)
        found.append(HandIn(who, parts, notes, nothing))
    return found


def _person(told: dict[str, Any]) -> Identity:
    """By student id, else by e-mail address; a key with neither is found by the caller."""
    name, sid, email = (str(told.get(key) or "").strip() for key in ("name", "sid", "email"))
    ids = {kind: value for kind, value in (("gradescope_sid", sid), ("email", email)) if value}
    return Identity(sid or email, name, ids)


def _time(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    try:
        return dt.datetime.fromisoformat(str(value)).isoformat(timespec="seconds")
    except ValueError:
        return ""


# ---------------------------------------------------------------- its YAML, as Ruby writes it


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc] # either
    """Strings, numbers, times, lists and mappings alone. Ruby's own classes are read as what they are made of."""

    def flatten_mapping(self, node: Any) -> None:
        """Merge keys (`<<`) multiply what they merge, and Ruby writes none: they are keys like any other."""


def _as_it_is(loader: Any, _: str, node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


_Loader.add_multi_constructor("", _as_it_is)


def _metadata(tree: Tree) -> dict[str, dict[str, Any]]:
    """By folder, keys without the colon that Ruby's symbols begin with."""
    data = tree.content(METADATA, _MOST_BYTES) or b""
    try:
        found = _loaded(data.decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError, TypeError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"{METADATA} cannot be read ({reason}); export the submissions again") from None
    if not isinstance(found, dict) or not all(isinstance(each, dict) for each in found.values()):
        raise UsageError(f"{METADATA} does not say who handed in what; export the submissions again")
    return {
        str(folder): {str(key).removeprefix(":"): _plain(value) for key, value in told.items()}
        for folder, told in found.items()
    }


def _loaded(text: str) -> Any:
    """Of what is needed, else (an alias may point to what is not) of all: results are most of it, and slow to read."""
    try:
        return yaml.load(_needed(text), Loader=_Loader)  # noqa: S506 - a safe loader's subclass
    except yaml.YAMLError:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - as above


def _needed(text: str) -> str:
    """The folders, their submitters and times. A line indented by two is a field: what a field holds is deeper."""
    kept, wanted = [], True
    for line in text.splitlines(keepends=True):
        if not line.startswith(" "):
            wanted = True
        elif line.startswith("  ") and line[2:3].strip() not in {"", "-"}:
            wanted = line.startswith(("  :submitters:", "  :created_at:"))
        if wanted:
            kept.append(line)
    return "".join(kept)


def _plain(value: Any) -> Any:
    """The submitters' keys likewise; nothing below is looked at."""
    if not isinstance(value, list):
        return value
    return [
        {str(key).removeprefix(":"): inner for key, inner in each.items()} if isinstance(each, dict) else each
        for each in value
    ]
