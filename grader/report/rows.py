"""Whose row is it? Points are matched to the rows of a platform's own table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.identity import Directory, Identity
from grader.model import Standing
from grader.report.plain import one_line
from grader.report.table import NOTHING_HERE, listed


class Rows:
    """The rows of a table, as people: `student` is the row's number."""

    def __init__(self, rows: Sequence[Identity], platform: str, also: Sequence[str]) -> None:
        """`platform` is the id that decides alone where it is known; `also` are ids that a student's key may be."""
        self._rows, self._platform, self._also = Directory(rows), platform, also

    def of(self, who: Identity) -> int | None:
        """The row; None if nobody there is surely this person."""
        if self._platform in who.ids:
            found = self._rows.by_ids([(self._platform, who.ids[self._platform])])
        else:
            ids = [*who.ids.items(), *((kind, who.ids.get("email", "")) for kind in self._also)]
            keys = [(kind, who.student) for kind in (*self._also, *(() if who.ids else (self._platform,)))]
            found = self._rows.by_ids([*ids, *keys]) or self._rows.by_name(who.name or who.student)
        return None if found is None else int(found.student)


@dataclass(frozen=True)
class Put:
    """What became of one student's points."""

    filled: bool
    told: str = ""
    """What a person should know of it; the same words for everybody whom it concerns."""
    detail: str = ""
    """What is said beside the name."""


def put_all(
    rows: Sequence[Identity],
    find: Rows,
    standings: Sequence[Standing],
    people: Mapping[str, Identity],
    put: Callable[[int, Standing], Put],
) -> tuple[int, list[str]]:
    """Puts every standing into its student's row: how many were filled, and what a person should know, in sentences."""
    told: dict[str, list[str]] = {}
    done: set[int] = set()
    filled = 0
    for standing, name, row in matched(find, standings, people):
        if row is None:
            if standing.report is not None or standing.final is not None:
                told.setdefault("no row for these students", []).append(name)
            continue
        done.add(row)
        came = put(row, standing)
        filled += came.filled
        if came.told:
            told.setdefault(came.told, []).append(f"{name}: {came.detail}" if came.detail else name)
    others = [one_line(who.name or who.student) for who in rows if int(who.student) not in done]
    if others:
        told[NOTHING_HERE] = others
    return filled, [f"{why}: {listed(names)}" for why, names in told.items()]


def matched(
    rows: Rows, standings: Sequence[Standing], people: Mapping[str, Identity]
) -> Iterator[tuple[Standing, str, int | None]]:
    """Each standing with its student's name and row; of two in one row the second has none."""
    taken: set[int] = set()
    for standing in standings:
        who = people.get(standing.student, Identity(standing.student))
        row = rows.of(who)
        if row in taken:
            row = None
        if row is not None:
            taken.add(row)
        yield standing, called(who), row


def called(who: Identity) -> str:
    """`12345 (Jane Doe)`, on one line."""
    return one_line(f"{who.student} ({who.name})" if who.name else who.student)
