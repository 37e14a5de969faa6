"""How platforms lay out a class's hand-ins: one file per layout, each with three things.

`NAME`, for `--layout`; `recognises(tree)`, whether this is surely it; `hand_ins(tree, assignment)`, whose hand-in lies
where. Nothing that lies there is dropped: what a layout does not understand is a hand-in by the plain rules, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from grader.errors import UsageError
from grader.intake.hand_in import HandIn
from grader.intake.layouts import canvas, classroom, gradescope, moodle, nbgrader, plain
from grader.intake.tree import Tree


class Layout(Protocol):
    """A module of this package."""

    NAME: str
    """For `--layout`, and for the line that says which it was."""
    SAYS: str
    """What such a download is called."""

    def recognises(self, tree: Tree) -> bool:
        """Whether the names tell that it is this."""

    def hand_ins(self, tree: Tree, assignment: str) -> Sequence[HandIn]:
        """Everybody's, in the order of the names; `assignment` is the one that is graded."""


LAYOUTS: tuple[Layout, ...] = (gradescope, canvas, moodle, nbgrader, classroom, plain)
"""In the order in which they are tried; the last takes everything."""
DEEPEST = 3
"""Folders with nothing but a folder in them: whoever unpacks an archive into a folder and packs that has two."""
NAMES = tuple(layout.NAME for layout in LAYOUTS)


def recognised(tree: Tree, name: str = "auto") -> tuple[Layout, Tree]:
    """The layout, and where it begins: archives often hold one folder with all in it."""
    named = {layout.NAME: layout for layout in LAYOUTS}
    if name != "auto" and name not in named:
        raise UsageError(f"there is no layout {name!r}; there are {', '.join(NAMES)}")
    for place in _nested(tree):
        for layout in LAYOUTS[:-1] if name == "auto" else (named[name],):
            if layout.recognises(place):
                return layout, place
    return (plain if name == "auto" else named[name]), tree


def _nested(tree: Tree) -> Iterator[Tree]:
    """The root, and the one folder in it, and the one folder in that."""
    for _ in range(DEEPEST):
        yield tree
        entries = tree.entries()
        if len(entries) != 1 or not entries[0].folder:
            return
        tree = tree.below(entries[0].name)
