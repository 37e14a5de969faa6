"""A class: everybody's hand-ins, however a platform laid them out, with everybody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    """Sentences for the instructor: which layout it was, what it did not understand, who is not in the roster."""
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

    def with_times(self, times: Sequence[Identity]) -> Batch:
        """With the times that are told beside the download, where it has none itself."""
        return replace(self, _hand_ins=tuple(_timed(self._hand_ins, Directory(times))))

    @property
    def students(self) -> tuple[str, ...]:
        """The keys of all who handed in, in their order."""
        return tuple(hand_in.who.student for hand_in in self._hand_ins)

    @property
    def people(self) -> tuple[Identity, ...]:
        """Who they are."""
        return tuple(hand_in.who for hand_in in self._hand_ins)


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
    safe: set[str] = set()
    roster = [replace(each, student=student_id(each.student, safe), received="", late=False) for each in roster]
    known = Directory(roster)
    found = [(hand_in, _person(hand_in.who, known)) for hand_in in form.hand_ins(tree, assignment)]
    hand_ins = tuple(_keyed(found, safe))
    here = {hand_in.who.student for hand_in in hand_ins}
    absent = tuple(person for person in roster if person.student not in here)
    remarks = [f"layout: {form.SAYS} ({form.NAME}), {_counted(len(hand_ins), 'hand-in')}"]
    remarks += _strangers(hand_ins) + (_unmatched(hand_ins, roster) if roster else [])
    return Batch(form.NAME, tuple(remarks), absent, tree, hand_ins, limits)


def _read(reading: Reading, hand_in: HandIn, limits: IntakeLimits) -> Submission:
    def fill(pile: Pile) -> None:
        if hand_in.nothing:
            raise Refused(hand_in.nothing)
        reading.add(hand_in.parts, pile)

    name = hand_in.parts[0].name if len(hand_in.parts) == 1 else "the hand-in"
    read = collected(hand_in.who.student, name, fill, limits)
    return replace(read, notes=(*hand_in.notes, *read.notes), received=hand_in.who.received or None)


def _person(who: Identity, known: Directory) -> Identity | None:
    """Whom the roster means: found by an id, else by a name that nobody else has."""
    person = known.by_ids(who.ids.items())
    if person is None and who.student not in {who.ids.get(kind) for kind in NUMBERS}:
        person = known.by_key(who.student)
    return person or known.by_name(who.name)


def _keyed(found: Sequence[tuple[HandIn, Identity | None]], roster: Iterable[str]) -> Iterator[HandIn]:
    """With the roster's key, else with one that can be a folder's name and is nobody else's, in the roster neither."""
    wanted = Counter(person.student if person else hand_in.who.student for hand_in, person in found)
    taken: set[str] = set()
    for hand_in, person in found:
        who, notes = hand_in.who, hand_in.notes
        key = person.student if person else who.student
        unique = student_id(key, taken if person else taken | {*roster})
        taken.add(unique.casefold())
        if wanted[key] > 1:
            notes = (*notes, f"Several hand-ins are of {shown(key)}; this report is about one of them.")
        if person:
            who = replace(who, name=person.name or who.name, ids={**who.ids, **person.ids})
        yield replace(hand_in, who=replace(who, student=unique), notes=notes)


def _timed(hand_ins: Iterable[HandIn], times: Directory) -> Iterator[HandIn]:
    for hand_in in hand_ins:
        who = hand_in.who
        told = times.by_ids(who.ids.items()) or times.by_key(who.student)
        yield hand_in if who.received or not told else replace(hand_in, who=replace(who, received=told.received))


def _strangers(hand_ins: Sequence[HandIn]) -> list[str]:
    names = [shown(hand_in.parts[0].name) for hand_in in hand_ins if hand_in.strange]
    return [f"not of this layout, taken for hand-ins all the same: {_listed(names)}"] if names else []


def _unmatched(hand_ins: Sequence[HandIn], roster: Sequence[Identity]) -> list[str]:
    known = {person.student for person in roster}
    others = [hand_in.who for hand_in in hand_ins if hand_in.who.student not in known]
    return [f"not in the roster, graded under the platform's id: {listed(others)}"] if others else []


def listed(people: Sequence[Identity]) -> str:
    """The first of them, and how many more there are."""
    return _listed([_called(who) for who in people])


def _called(who: Identity) -> str:
    return f"{shown(who.student)} ({shown(who.name)})" if who.name else shown(who.student)


def _listed(names: Sequence[str], most: int = 20) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
