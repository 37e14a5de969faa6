"""Notebooks of a submission with the findings beside the cells that they concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.model import ExerciseReport, SourceFile, Submission
from grader.report.code import Place, marks, places
from grader.report.notebook import Drawn, DrawnCell, draw

MOST = 3
"""Notebooks of one submission that are drawn: those in which something was graded."""


@dataclass(frozen=True)
class Raised:
    """Where a visible case raised."""

    line: int
    said: str


@dataclass(frozen=True)
class Cell:
    """One cell with what is said of it."""

    drawn: DrawnCell
    id: str
    """Of a code cell, to be linked to; empty for others."""
    exercises: tuple[tuple[str, ExerciseReport], ...] = ()
    """Those whose graded definition stands in it, by their anchor in the page."""
    raised: tuple[Raised, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One notebook."""

    path: str
    cells: tuple[Cell, ...]
    left_out: int = 0
    trouble: str = ""
    """A sentence for the student, where it cannot be shown."""


def sheets(
    exercises: Sequence[ExerciseReport], anchors: Sequence[str], submission: Submission, faults: list[str]
) -> list[Sheet]:
    """The notebooks in which something was graded, with their findings; what cannot be drawn is noted in `faults`."""
    graded = {place.file for exercise in exercises for place in places(exercise.found_in)}
    found = [file for file in submission.files if file.notebook and file.path in graded]
    return [
        _sheet(number, file, exercises, anchors, submission.student, faults)
        for number, file in enumerate(found[:MOST], start=1)
    ]


def cell_of(exercise: ExerciseReport, drawn: Iterable[Sheet]) -> str:
    """The id of the cell in which the exercise's definition stands; empty if it is not shown."""
    for place in places(exercise.found_in):
        for sheet in drawn:
            for cell in sheet.cells:
                if sheet.path == place.file and cell.id and cell.drawn.number == place.cell:
                    return cell.id
    return ""


def _sheet(  # noqa: PLR0913, PLR0917 - what is shown, what is said of it, and where trouble is noted
    number: int,
    file: SourceFile,
    exercises: Sequence[ExerciseReport],
    anchors: Sequence[str],
    student: str,
    faults: list[str],
) -> Sheet:
    if not file.raw:
        return Sheet(file.path, (), trouble="It is too large to be shown here; it was graded like any other.")
    drawn = draw(file.raw)
    if drawn.trouble:
        faults.append(f"{student}, notebook {file.path} could not be drawn: {drawn.trouble}")
        return Sheet(file.path, (), trouble="It could not be shown here; that changes nothing of how it was graded.")
    theirs = _concerning(file, drawn, exercises, anchors)
    raised = {
        place: said for exercise in exercises for place, said in marks(exercise).items() if place.file == file.path
    }
    cells = [
        Cell(
            cell,
            f"notebook-{number}-cell-{cell.number}" if cell.number else "",
            tuple(theirs.get(cell.number, ())) if cell.number else (),
            tuple(
                Raised(place.line, said) for place, said in raised.items() if cell.number and place.cell == cell.number
            ),
        )
        for cell in drawn.cells
    ]
    return Sheet(file.path, tuple(cells), drawn.left_out)


def _concerning(
    file: SourceFile, drawn: Drawn, exercises: Sequence[ExerciseReport], anchors: Sequence[str]
) -> Mapping[int, list[tuple[str, ExerciseReport]]]:
    """By number of the code cell; nothing where the two readings of the notebook count differently."""
    counted = sum(cell.kind == "code" for cell in drawn.cells)
    if not drawn.left_out and counted != len(file.cells):
        return {}
    found: dict[int, list[tuple[str, ExerciseReport]]] = {}
    for anchor, exercise in zip(anchors, exercises, strict=True):
        for cell in dict.fromkeys(_cells(file, places(exercise.found_in))):
            found.setdefault(cell, []).append((anchor, exercise))
    return found


def _cells(file: SourceFile, found: Iterable[Place]) -> Iterable[int]:
    return (place.cell for place in found if place.file == file.path and place.cell is not None)
