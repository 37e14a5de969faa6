"""A class: everybody's hand-ins, however a platform laid them out, with everybody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.identity import NUMBERS, Directory, Identity
from grader.intake.entries import collected
from grader.intake.hand_in import HandIn
from grader.intake.layouts import recognised
from grader.intake.limits import NORMAL, IntakeLimits
from grader.intake.names import shown, student_id
from grader.intake.pile import Pile, Refused
from grader.intake.tree import Reading, Tree, tree_at
from grader.model import Submission


@dataclass(frozen=True)
class Batch:
    """The submissions of a class, each read when its turn comes: a large class takes no more memory than a small."""

    layout: str
    """Name of the layout that was recognised."""
    remarks: tuple[str, ...]
    """Sentences for the instructor: which layout it was, who is on one side of the roster only."""
    absent: tuple[Identity, ...]
    """Of the roster, those who handed in nothing."""
    _tree: Tree
    _hand_ins: tuple[HandIn, ...]
    _limits: IntakeLimits

    def __len__(self) -> int:
        return len(self._hand_ins)

    def __iter__(self) -> Iterator[Submission]:
        with self._tree.reading() as reading:
            for hand_in in self._hand_ins:
                yield _read(reading, hand_in, self._limits)

    @property
    def people(self) -> tuple[Identity, ...]:
        """Everybody, those who handed in nothing, too."""
        return (*(hand_in.who for hand_in in self._hand_ins), *self.absent)


def read_batch(
    path: Path,
    limits: IntakeLimits = NORMAL,
    *,
    layout: str = "auto",
    roster: Sequence[Identity] = (),
    assignment: str = "",
) -> Batch:
    """Everybody's hand-ins in this folder or archive; UsageError if there is no such, or no such layout.

    A student's key is what the roster says, else the platform's id, else the entry's name without its ending.
    """
    form, tree = recognised(tree_at(path), layout)
    found = form.hand_ins(tree, assignment)
    known = Directory(roster)
    taken: set[str] = set()
    hand_ins = tuple(_keyed(_identified(hand_in, known), taken) for hand_in in found)
    here = {hand_in.who.student for hand_in in hand_ins}
    absent = tuple(person for person in roster if person.student not in here)
    remarks = [f"layout: {form.SAYS} ({form.NAME}), {_counted(len(hand_ins), 'hand-in')}"]
    remarks += _strangers(hand_ins) + (_unmatched(hand_ins, roster, absent) if roster else [])
    return Batch(form.NAME, tuple(remarks), absent, tree, hand_ins, limits)


def _read(reading: Reading, hand_in: HandIn, limits: IntakeLimits) -> Submission:
    def fill(pile: Pile) -> None:
        if hand_in.nothing:
            raise Refused(hand_in.nothing)
        reading.add(hand_in.parts, pile)

    name = hand_in.parts[0].name if len(hand_in.parts) == 1 else "the hand-in"
    read = collected(hand_in.who.student, name, fill, limits)
    return replace(read, notes=(*hand_in.notes, *read.notes), received=hand_in.who.received or None)


def _identified(hand_in: HandIn, known: Directory) -> HandIn:
    """With what the roster says of its student: found by an id, else by a name that nobody else has."""
    who = hand_in.who
    person = known.by_ids(who.ids.items())
    if person is None and who.student not in {who.ids.get(kind) for kind in NUMBERS}:
        person = known.by_key(who.student)
    person = person or known.by_name(who.name)
    if person is None:
        return hand_in
    ids = {**who.ids, **person.ids}
    return replace(hand_in, who=replace(who, student=person.student, name=person.name or who.name, ids=ids))


def _keyed(hand_in: HandIn, taken: set[str]) -> HandIn:
    """With a key that can be a folder's name, and that nobody else has."""
    key = hand_in.who.student
    unique = student_id(key, taken)
    notes = hand_in.notes
    if unique.casefold() != key.casefold() and unique.rpartition("-")[0].casefold() in taken and not notes:
        notes = (f"Several hand-ins are of {shown(key)}; this report is about one of them.",)
    return replace(hand_in, who=replace(hand_in.who, student=unique), notes=notes)


def _strangers(hand_ins: Sequence[HandIn]) -> list[str]:
    names = [shown(hand_in.parts[0].name) for hand_in in hand_ins if hand_in.strange]
    return [f"not of this layout, taken for hand-ins all the same: {_listed(names)}"] if names else []


def _unmatched(hand_ins: Sequence[HandIn], roster: Sequence[Identity], absent: Sequence[Identity]) -> list[str]:
    known = {person.student for person in roster}
    others = [_called(hand_in.who) for hand_in in hand_ins if hand_in.who.student not in known]
    remarks = [f"not in the roster, graded under the platform's id: {_listed(others)}"] if others else []
    return [*remarks, *([f"nothing handed in: {_listed([_called(who) for who in absent])}"] if absent else [])]


def _called(who: Identity) -> str:
    return f"{shown(who.student)} ({shown(who.name)})" if who.name else shown(who.student)


def _listed(names: Sequence[str], most: int = 20) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
