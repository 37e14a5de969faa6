"""A folder with one entry per student, who is called like it: a `.py` file, a notebook, a folder or an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from grader.identity import Identity
from grader.intake.hand_in import HandIn
from grader.intake.names import ignored, shown
from grader.intake.tree import Entry, Part, Tree

NAME = "folder"
SAYS = "a folder with one entry per student"

_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz")


def recognises(tree: Tree) -> bool:  # noqa: ARG001 - the last that is asked
    """Everything is one."""
    return True


def hand_ins(tree: Tree, assignment: str) -> list[HandIn]:  # noqa: ARG001 - any
    """See Layout."""
    return entries_as_hand_ins(tree.entries())


def entries_as_hand_ins(entries: Sequence[Entry], below: str = "", *, strange: bool = False) -> list[HandIn]:
    """One for each entry that is somebody's work.

    Entries that would be called alike keep their endings, and each of their reports says so.
    """
    entries = [entry for entry in entries if not ignored(entry.name) or not entry.name.strip(".")]
    stems = Counter(map(stem, entries))
    return [_hand_in(entry, below, alone=stems[stem(entry)] == 1, strange=strange) for entry in entries]


def left_over(entries: Iterable[Entry], understood: Iterable[str], below: str = "") -> list[HandIn]:
    """What another layout did not understand, of the entries that stand `below` a folder."""
    known = set(understood)
    return entries_as_hand_ins([entry for entry in entries if entry.name not in known], below, strange=True)


def stem(entry: Entry) -> str:
    """The entry's name without the ending of a file; dots in a folder's name are part of the name."""
    if entry.folder:
        return entry.name
    for ending in _ENDINGS:
        if entry.name.lower().endswith(ending):
            return entry.name[: -len(ending)]
    head, dot, _ = entry.name.rpartition(".")
    return head if dot and head else entry.name


def _hand_in(entry: Entry, below: str, *, alone: bool, strange: bool) -> HandIn:
    note = f"Several entries are called {shown(stem(entry))}; this report is about {shown(entry.name)}."
    key = stem(entry) if alone else entry.name
    part = Part(below + entry.name, entry.name)
    return HandIn(Identity(key), (part,), () if alone else (note,), strange=strange)
