"""A class: a folder with one entry per student."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

from grader.errors import UsageError
from grader.intake.entries import read_submission
from grader.intake.limits import NORMAL, IntakeLimits
from grader.intake.names import ignored, shown, student_id
from grader.model import Submission

_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz")


def read_batch(folder: Path, limits: IntakeLimits = NORMAL) -> list[Submission]:
    """One submission for each entry of the folder, sorted by name; raises UsageError if there is no such folder.

    A student is called like the entry, without its ending. Entries that would be called alike keep their endings, and
    each of their reports says so.
    """
    entries = _entries(folder)
    stems = Counter(_stem(entry) for entry in entries)
    taken: set[str] = set()
    submissions = []
    for entry in entries:
        alone = stems[_stem(entry)] == 1
        student = student_id(_stem(entry) if alone else entry.name, taken)
        submission = read_submission(entry, student, limits)
        if not alone:
            note = f"Several entries are called {shown(_stem(entry))}; this report is about {shown(entry.name)}."
            submission = replace(submission, notes=(note, *submission.notes))
        submissions.append(submission)
    return submissions


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
