"""`OUT/students.csv`: who everybody in `OUT` is, kept beside the reports from one run to the next."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from grader.errors import InfrastructureError
from grader.identity import FILE, Identity, merged, read_people, write_people
from grader.sandbox.scratch import scratch


def keep(out: Path, present: Iterable[Identity], absent: Iterable[Identity]) -> None:
    """Adds these to those who are known already; InfrastructureError where it cannot be written."""
    _write(out, merged(known(out), present, absent))


def strike(out: Path, students: Container[str]) -> None:
    """Takes these out, as if they had never been there."""
    if (out / FILE).exists():
        _write(out, [person for person in known(out) if person.student not in students])


def known(out: Path) -> list[Identity]:
    """Who is known by now; nobody before the first run."""
    return read_people(out / FILE) if (out / FILE).exists() else []


def _write(out: Path, people: list[Identity]) -> None:
    text = write_people(people)
    try:
        with scratch("people", out) as beside:
            new = beside / FILE
            new.write_text(text, encoding="utf-8", newline="")
            new.replace(out / FILE)
    except OSError as error:
        raise InfrastructureError(f"{out / FILE} cannot be written: {error.strerror}") from error
