"""Scores as LTI 1.3 Assignment and Grade Services take them: the body of `POST {lineitem}/scores`, one per student.

Who sends them needs the platform's keys and its `userId` for everybody; this is the model alone.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from grader.identity import Identity
from grader.model import Standing
from grader.report.outcome import reason
from grader.report.plain import one_line, whole
from grader.report.points import rounded

MEDIA_TYPE = "application/vnd.ims.lis.v1.score+json"
LONGEST = 1000
"""Characters of a comment."""


def write(standings: Sequence[Standing], people: Mapping[str, Identity]) -> str:
    r"""JSON Lines, ASCII alone, lines ending in `\n`; nothing of those who handed in nothing."""
    bodies = (score(standing, people.get(standing.student)) for standing in standings if standing.report)
    return "".join(json.dumps(body, allow_nan=False) + "\n" for body in bodies)


def score(standing: Standing, who: Identity | None = None) -> dict[str, Any]:
    """One body. While points are open there is no `scoreGiven`, so that nobody has a zero for it."""
    user = (who.ids.get("canvas_id") if who else None) or standing.student
    body: dict[str, Any] = {"userId": whole(user), "timestamp": _stamp(standing)}
    said = [reason(standing.report, LONGEST) if standing.report else "", *standing.comments]
    body |= {"activityProgress": "Submitted", "comment": one_line(whole(" ".join(said)), LONGEST)}
    if standing.final is None:
        return {**body, "gradingProgress": "PendingManual"}
    given, maximum = rounded(standing.final), rounded(standing.out_of)
    return {
        **body,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": given,
        "scoreMaximum": maximum,
    }


def _stamp(standing: Standing) -> str:
    """When it was graded, with a zone and parts of a second, as the standard demands; platforms drop older scores."""
    started = standing.report.run.started if standing.report else ""
    try:
        moment = dt.datetime.fromisoformat(started)
    except ValueError:
        moment = dt.datetime.fromtimestamp(0, dt.UTC)
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
