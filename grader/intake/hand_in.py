"""One hand-in of a class: whose it is, and where its parts lie until its turn comes."""

from __future__ import annotations

from dataclasses import dataclass

from grader.identity import Identity
from grader.intake.tree import Part


@dataclass(frozen=True)
class HandIn:
    """Not read yet."""

    who: Identity
    """With the platform's id as key; a roster may give another."""
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences for the student."""
    nothing: str = ""
    """Why there is nothing to grade, where the platform tells it: the hand-in is a link, or typed text."""
    strange: bool = False
    """Whether the layout did not understand what lies here, and it was taken for a hand-in all the same."""
