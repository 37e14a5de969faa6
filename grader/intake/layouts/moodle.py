"""Moodle's "Download all submissions": `Jane Doe_12345_assignsubmission_file/sub/softmax.py`.

In folders or flat (`…_file_softmax.py`), with an underscore more at the end of older folders; blind ones begin
`Participant_`. The number is the participant's in this one assignment, as in the worksheet's `Identifier`: Moodle gives
another one in the next.
"""

from __future__ import annotations

import re

from grader.identity import Identity
from grader.intake.hand_in import HandIn
from grader.intake.layouts.plain import left_over
from grader.intake.tree import Entry, Part, Tree

NAME = "moodle"
SAYS = "Moodle submissions"

_FORM = re.compile(
    r"(?P<name>[^_/]+)_(?P<pid>\d+)_assignsubmission_(?P<plugin>file|onlinetext)(?:_(?P<file>.+)|_?)", re.DOTALL
)
_TYPED = "It was typed into Moodle; hand in files."
_BLIND = frozenset({"participant", "teilnehmer/in", "teilnehmer"})


def recognises(tree: Tree) -> bool:
    """Whether most entries are of this form."""
    entries = tree.entries()
    return sum(bool(_FORM.fullmatch(entry.name)) for entry in entries) > len(entries) / 2


def hand_ins(tree: Tree, assignment: str) -> list[HandIn]:  # noqa: ARG001 - Moodle downloads one
    """See Layout."""
    entries = tree.entries()
    found: dict[str, list[tuple[Entry, re.Match[str]]]] = {}
    for entry in entries:
        fit = _FORM.fullmatch(entry.name)
        if fit:
            found.setdefault(fit["pid"], []).append((entry, fit))
    understood = [entry.name for each in found.values() for entry, _ in each]
    return [*(_hand_in(tree, pid, each) for pid, each in found.items()), *left_over(entries, understood)]


def _hand_in(tree: Tree, pid: str, found: list[tuple[Entry, re.Match[str]]]) -> HandIn:
    """Files alone; what was typed beside them is for people."""
    parts = [part for entry, fit in found if fit["plugin"] == "file" for part in _parts(tree, entry, fit)]
    name = found[0][1]["name"]
    who = Identity(pid, "" if name.casefold() in _BLIND else name, {"moodle_id": pid})
    return HandIn(who, tuple(parts), nothing="" if parts else _TYPED)


def _parts(tree: Tree, entry: Entry, fit: re.Match[str]) -> list[Part]:
    if not entry.folder:
        return [Part(entry.name, fit["file"] or entry.name)]
    return [Part(f"{entry.name}/{inner.name}", inner.name) for inner in tree.entries(entry.name)]
