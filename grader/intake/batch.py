"""A class: a folder with one entry per student."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.intake.entries import read_submission
from grader.intake.limits import NORMAL, IntakeLimits
from grader.intake.names import ignored, shown, student_id
from grader.model import Submission

_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz")


@dataclass(frozen=True)
class Batch:
    """The submissions of a class, each read when its turn comes: a large class takes no more memory than a small."""

    _entries: tuple[tuple[Path, str, tuple[str, ...]], ...]
    """Path, student, notes."""
    _limits: IntakeLimits

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def students(self) -> tuple[str, ...]:
        """What the entries are called, in their order."""
        return tuple(student for _, student, _ in self._entries)

    def __iter__(self) -> Iterator[Submission]:
        for path, student, notes in self._entries:
            submission = read_submission(path, student, self._limits)
            yield replace(submission, notes=(*notes, *submission.notes))


def read_batch(folder: Path, limits: IntakeLimits = NORMAL) -> Batch:
    """One submission for each entry of the folder, sorted by name; raises UsageError if there is no such folder.

    A student is called like the entry, without its ending. Entries that would be called alike keep their endings, and
    each of their reports says so.
    """
    entries = _entries(folder)
    stems = Counter(_stem(entry) for entry in entries)
    taken: set[str] = set()
    found = []
    for entry in entries:
        alone = stems[_stem(entry)] == 1
        student = student_id(_stem(entry) if alone else entry.name, taken)
        note = f"Several entries are called {shown(_stem(entry))}; this report is about {shown(entry.name)}."
        found.append((entry, student, () if alone else (note,)))
    return Batch(tuple(found), limits)


def _entries(folder: Path) -> list[Path]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - Path.iterdir is the same with more words
    except OSError as error:
        raise UsageError(f"{folder} cannot be read as a folder of submissions: {error.strerror}") from None
    return sorted((folder / name for name in names if not ignored(name)), key=lambda entry: entry.name)


def _stem(entry: Path) -> str:
    """The entry's name without the ending of a file; dots in a folder's name are part of the name."""
    if entry.is_dir() and not entry.is_symlink():
        return entry.name
    for ending in _ENDINGS:
        if entry.name.lower().endswith(ending):
            return entry.name[: -len(ending)]
    return entry.stem
