"""`OUT/students.csv`: who everybody in `OUT` is, kept beside the reports from one run to the next.

Where reports bear pseudonyms it is called `ledger.students.csv`: whoever marks without names gets neither it nor the
ledger.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from grader.errors import InfrastructureError
from grader.identity import FILE, Identity, merged, read_people, write_people
from grader.sandbox.scratch import scratch

HIDDEN = f"ledger.{FILE}"


def keep(out: Path, present: Iterable[Identity], absent: Iterable[Identity], *, hidden: bool = False) -> None:
    """Adds these to those who are known already; InfrastructureError where it cannot be written."""
    people = merged(known(out), present, absent)
    _write(out / (HIDDEN if hidden else FILE), people)
    (out / (FILE if hidden else HIDDEN)).unlink(missing_ok=True)


def strike(out: Path, students: Container[str]) -> None:
    """Takes these out, as if they had never been there."""
    if (place := _place(out)).exists():
        _write(place, [person for person in known(out) if person.student not in students])


def known(out: Path) -> list[Identity]:
    """Who is known by now; nobody before the first run."""
    return read_people(place) if (place := _place(out)).exists() else []


def _place(out: Path) -> Path:
    return out / HIDDEN if (out / HIDDEN).exists() else out / FILE


def _write(place: Path, people: list[Identity]) -> None:
    text = write_people(people)
    try:
        with scratch("people", place.parent) as beside:
            new = beside / place.name
            new.write_text(text, encoding="utf-8", newline="")
            new.replace(place)
    except OSError as error:
        raise InfrastructureError(f"{place} cannot be written: {error.strerror}") from error
