"""Whose row is it? Points are matched to the rows of a platform's own table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.identity import Directory, Identity
from grader.model import Standing
from grader.report.plain import one_line


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
