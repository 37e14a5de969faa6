"""JSON Lines: one standing per line, with the report that it comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from grader.identity import Identity
from grader.model import Standing
from grader.report import json as report_json
from grader.report.plain import whole
from grader.report.points import rounded


def write(standings: Sequence[Standing], people: Mapping[str, Identity]) -> str:
    r"""The text, ASCII alone, lines ending in `\n`; `final` is null while points are open."""
    return "".join(_line(standing, people.get(standing.student)) + "\n" for standing in standings)


def _line(standing: Standing, who: Identity | None) -> str:
    document = {
        "student": whole(standing.student),
        "name": whole(who.name) if who else "",
        "ids": {kind: whole(value) for kind, value in who.ids.items()} if who else {},
        "assignment": whole(standing.assignment),
        "final": None if standing.final is None else rounded(standing.final),
        "raw": None if standing.raw is None else rounded(standing.raw),
        "penalty": rounded(standing.penalty),
        "out_of": rounded(standing.out_of),
        "late_days": standing.late_days,
        "received": standing.received,
        "comments": [whole(comment) for comment in standing.comments],
        "report": json.loads(report_json.line(standing.report)) if standing.report else None,
    }
    return json.dumps(document, allow_nan=False)
