"""What everybody has, from the ledger of a class, and who of the roster handed in nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from grader.identity import Identity
from grader.ledger.book import Ledger
from grader.ledger.entries import is_anonymous
from grader.ledger.standings import Standings
from grader.model import Standing


def standings(ledger: Ledger, assignment: str, people: Iterable[Identity], *, outlines: bool = False) -> list[Standing]:
    """One per student, sorted by key; those who handed in nothing have no report.

    With `outlines` reports hold points alone, which a gradebook needs no more than.
    """
    everybody = Standings(ledger, assignment, outlines=outlines).everybody()
    found = {decision.standing.student: decision.standing for decision in everybody}
    out_of = ledger.rubric_now(assignment).out_of
    for person in people:
        found.setdefault(person.student, Standing(person.student, assignment, out_of, None))
    return [found[student] for student in sorted(found)]


def standings_as_shown(ledger: Ledger, assignment: str) -> Mapping[str, Standing]:
    """What everybody has of whom the ledger knows something, by what reports call them; with points alone."""
    found = (decision.standing for decision in Standings(ledger, assignment, outlines=True).everybody())
    if not is_anonymous(ledger, assignment):
        return {standing.student: standing for standing in found}
    rows = ledger.rows(
        "SELECT name, pseudonym FROM pseudonyms JOIN students ON students.id = student WHERE assignment = ?", assignment
    )
    shown = {row["name"]: row["pseudonym"] for row in rows}
    nameless = (f"student without a pseudonym, {number}" for number in count(1))
    return {shown.get(each.student) or next(nameless): each for each in found}
