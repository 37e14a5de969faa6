"""What everybody has, from the ledger of a class, and who of the roster handed in nothing."""

from __future__ import annotations

from collections.abc import Iterable

from grader.identity import Identity
from grader.ledger.book import Ledger
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
