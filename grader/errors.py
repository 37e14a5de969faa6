"""Our own faults, as a tree. What a submission does wrong is data (an `Observation`), never an exception.

GraderError
├── UsageError            the caller asked for something that cannot be done      exit code 2
│   └── CourseError       a course file is wrong: says file, line and mend        exit code 2
├── WallError             the wanted wall is missing or cannot be raised          exit code 2
└── InfrastructureError   something of ours broke while grading                   verdict `ungraded`, exit code 3
"""

from __future__ import annotations

from pathlib import Path


class GraderError(Exception):
    """One plain sentence for the person at the terminal."""


class UsageError(GraderError):
    """The request cannot be carried out as it was made."""


class CourseError(UsageError):
    """A course file is wrong; the sentence begins with the file and, where known, the line."""

    def __init__(self, sentence: str, file: Path | str | None = None, line: int | None = None) -> None:
        place = "" if file is None else f"{file}:{line}: " if line else f"{file}: "
        super().__init__(place + sentence)
        self.file, self.line = file, line


class WallError(GraderError):
    """The wanted wall is missing; the sentence says how to get it. Nothing weaker is used instead."""


class InfrastructureError(GraderError):
    """We failed, not the student: what could not be observed is `ungraded`."""
