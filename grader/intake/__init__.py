"""Reads what students hand in: files, folders, notebooks and archives become a `Submission`.

Hand-ins are strangers' files. They are opened only if they are ordinary, read up to a limit, and never unpacked to
disk, parsed as Python, or run here. Whatever is wrong with one is a sentence for its student, never an exception.
"""

from __future__ import annotations

from grader.intake.batch import Batch, listed, read_batch
from grader.intake.entries import read_submission
from grader.intake.layouts import NAMES as LAYOUTS
from grader.intake.limits import IntakeLimits

__all__ = ["LAYOUTS", "Batch", "IntakeLimits", "listed", "read_batch", "read_submission"]
