"""One student's entry, whatever it is, as a `Submission`."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from grader.errors import InfrastructureError
from grader.intake.folder import odd_kind, read_file, read_folder
from grader.intake.limits import NORMAL, IntakeLimits
from grader.intake.names import shown
from grader.intake.pile import KINDS, Pile, Refused
from grader.model import SourceFile, Submission


def read_submission(path: Path, student: str, limits: IntakeLimits = NORMAL) -> Submission:
    """What stands at `path`, read but not run; whatever is wrong with it stands in `notes` and `refusal`."""
    return collected(student, path.name or path.resolve().name, lambda pile: read_entry(path, pile), limits)


def collected(student: str, name: str, fill: Callable[[Pile], None], limits: IntakeLimits = NORMAL) -> Submission:
    """What `fill` puts on a pile, as a submission called `name` in sentences; it may raise Refused."""
    pile = Pile(limits)
    try:
        fill(pile)
        refusal = "" if any(map(_has_code, pile.files)) else _nothing(pile, name)
    except Refused as why:
        refusal = str(why)
    except InfrastructureError as error:
        return Submission(student, fault=str(error))
    except (OSError, RecursionError, MemoryError) as error:
        refusal = f"{shown(name)} could not be read: {type(error).__name__}."
    notes = [note for note in dict.fromkeys(pile.notes) if note not in refusal]
    return Submission(student, () if refusal else tuple(pile.files), notes=tuple(notes), refusal=refusal)


def read_entry(path: Path, pile: Pile) -> None:
    """Add the file, folder or archive at `path`; Refused if it is none of these."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        raise Refused(f"{shown(path.name)} could not be opened.") from None
    odd = odd_kind(mode)
    if odd:
        raise Refused(f"{shown(path.name)} is {odd}; hand in the file itself.")
    if stat.S_ISDIR(mode):
        read_folder(path, pile)
    elif pile.wants(path.name) or path.name.lower().endswith(".zip"):
        read_file(path, path.name, pile)
    else:
        raise Refused(f"{shown(path.name)} is of a kind that is not graded: {KINDS}.")


def _has_code(file: SourceFile) -> bool:
    return any(cell.strip() for cell in file.cells)


def _nothing(pile: Pile, name: str) -> str:
    """Why there is nothing to grade: the one thing that is wrong, or what would have been read."""
    if pile.notes and not pile.files:
        return pile.notes[0]
    if len(pile.files) == 1:
        what = "has no code cells" if pile.files[0].notebook else "is empty"
        return f"There is nothing to grade: {shown(pile.files[0].path)} {what}."
    if pile.files:
        return "There is nothing to grade: all files are empty."
    return f"There is nothing to grade in {shown(name)}: {KINDS}."
