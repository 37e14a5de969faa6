"""`OUT/students.csv`: who everybody in `OUT` is, kept beside the reports from one run to the next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from grader.errors import InfrastructureError
from grader.identity import FILE, Identity, merged, read_people, write_people
from grader.sandbox.scratch import scratch


def keep(out: Path, present: Iterable[Identity], absent: Iterable[Identity]) -> None:
    """Adds these to those who are known already; InfrastructureError where it cannot be written."""
    text = write_people(merged(known(out), present, absent))
    try:
        with scratch("people", out) as beside:
            new = beside / FILE
            new.write_text(text, encoding="utf-8", newline="")
            new.replace(out / FILE)
    except OSError as error:
        raise InfrastructureError(f"{out / FILE} cannot be written: {error.strerror}") from error


def known(out: Path) -> list[Identity]:
    """Who is known by now; nobody before the first run."""
    return read_people(out / FILE) if (out / FILE).exists() else []
