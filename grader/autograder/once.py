"""One submission, graded where Gradescope put it: `results.json` comes of it, whatever happens.

What breaks is printed, for the instructor alone, and leaves a file with a sentence and without a score.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.autograder.bundle import COURSE, SETTINGS
from grader.bench import bench_for
from grader.catalog import find_course
from grader.errors import GraderError
from grader.grade import Grading, grade
from grader.intake import read_submission
from grader.report import gradescope, text
from grader.sandbox.walls import choose

_MOST_METADATA = 200_000_000
"""Bytes: it repeats the results of all earlier submissions."""


def run(root: Path) -> None:
    """Grades `root/submission` with `root/source` into `root/results/results.json`."""
    metadata = _metadata(root)
    try:
        results = _results(root, metadata)
    except GraderError as error:
        print(f"grader: {error}", file=sys.stderr)
        results = json.dumps(gradescope.broken(), indent=2) + "\n"
    except Exception:  # noqa: BLE001 - whatever broke is ours, and no reason for a zero
        traceback.print_exc()
        results = json.dumps(gradescope.broken(), indent=2) + "\n"
    _write(root / "results" / "results.json", results)


def _results(root: Path, metadata: Mapping[str, Any]) -> str:
    source = root / "source"
    settings = json.loads((source / SETTINGS).read_text(encoding="utf-8"))
    assignment = find_course(source / COURSE).assignment(settings["assignment"])
    submission = read_submission(root / "submission", _student(metadata))
    submission = replace(submission, received=gradescope.received(metadata) or None)
    with choose(settings["wall"], course=assignment.root) as wall:
        grading = Grading(bench_for(assignment), wall)
        report = grade(grading, submission)
    for fault in grading.faults:
        print(fault, file=sys.stderr)
    text.explain(report)
    return gradescope.write(report, hidden=settings["hidden"], metadata=metadata)


def _metadata(root: Path) -> Mapping[str, Any]:
    """What Gradescope says of the submission; nothing where it says nothing that can be read."""
    try:
        with (root / "submission_metadata.json").open("rb") as file:
            found = json.loads(file.read(_MOST_METADATA))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _student(metadata: Mapping[str, Any]) -> str:
    """The first submitter's e-mail address, else the number."""
    users = metadata.get("users")
    user = users[0] if isinstance(users, list) and users and isinstance(users[0], dict) else {}
    return str(user.get("email") or user.get("id") or "student")


def _write(path: Path, results: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(".results.json.new")
    beside.write_text(results, encoding="utf-8")
    beside.replace(path)
