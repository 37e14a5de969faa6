"""What happened to one student's work, in order, a sentence each; and who has what, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from grader.ledger.book import Ledger
from grader.report.points import shown

_EVENTS = """
SELECT recorded AS made, 'handed in' AS what, id AS number, handed_in_by AS one, received AS two, '' AS author,
    '' AS reason, assignment FROM attempts WHERE student = ?1
UNION ALL SELECT made, how, attempt, earned, out_of, gradings.author, gradings.reason, assignment
    FROM gradings JOIN attempts ON attempts.id = attempt WHERE student = ?1
UNION ALL SELECT made, 'override', id, exercise || iif(check_key = '', '', ', check ' || check_key), points, author,
    reason, assignment FROM overrides WHERE student = ?1
UNION ALL SELECT made, 'extension', id, due, days, author, reason, assignment FROM extensions WHERE student = ?1
UNION ALL SELECT made, 'group', id, team, NULL, author, reason, assignment FROM members WHERE student = ?1
UNION ALL SELECT made, 'request', id, exercise, NULL, author, reason, assignment FROM requests WHERE student = ?1
UNION ALL SELECT answers.made, 'answer', request, NULL, NULL, answers.author, answers.reason, assignment
    FROM answers JOIN requests ON requests.id = request WHERE student = ?1
ORDER BY made
"""


def history(ledger: Ledger, name: str) -> Iterator[str]:
    """Everything that was entered of this student, oldest first. UsageError if there is no such student."""
    for row in ledger.rows(_EVENTS, ledger.known(name)):
        said = f"{row['made']}  {row['assignment']}  {_said(row)}"
        yield f"{said}  by {row['author']}: {row['reason']}" if row["author"] else said


def _said(row: object) -> str:
    what, number, one, two = (row[key] for key in ("what", "number", "one", "two"))  # type: ignore[index]
    if what == "handed in":
        return f"attempt {number}, entry {one}, handed in at {two or 'a time that is not known'}"
    if what in ("graded", "rejudged", "rescored"):
        return f"attempt {number} {what}: {shown(one)} of {shown(two)} points"
    if what == "override":
        return f"{one or 'all points'}: {'withdrawn' if two is None else f'set to {shown(two)}'}"
    if what == "extension":
        return f"deadline {one}" if one else f"{shown(two)} more days"
    if what == "group":
        return f"in group {one}"
    return f"{what} {number}" + (f", {one}" if one else "")
