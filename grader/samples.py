"""A sample class: hand-ins made from the references and their known mistakes when they are needed, so they can't drift.

An assignment that has some says so in `reference/a/samples.py`: a list SAMPLES of `Sample`. `grader demo` grades them.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from grader.assignment import Assignment
from grader.errors import CourseError
from grader.model import Patch
from grader.reference import ReferenceModule, make_package, solution_regions


@dataclass(frozen=True)
class Solution:
    """The solution of one reference module, with mistakes made and other conventions followed."""

    module: str
    """File name without its ending: "softmax"."""
    changes: tuple[str, ...] = ()
    """Mistakes and variants: "softmax_loss_naive.summed"."""
    edits: Mapping[str, str] = field(default_factory=dict)
    """Further replacements, each of text that must be there: habits, and things that no mistake is named for."""


@dataclass(frozen=True)
class Words:
    """A markdown cell."""

    text: str


Piece: TypeAlias = Solution | Words | str
"""Part of a file; in a notebook each is a cell."""


@dataclass(frozen=True)
class Sample:
    """One student's hand-in."""

    student: str
    shows: str
    """What this hand-in is an example of, in one sentence."""
    files: Mapping[str, tuple[Piece, ...] | bytes]
    """By path; bytes are written as they are."""
    form: Literal["file", "folder", "zip"] = "folder"
    """A single file is handed in under the student's name and its own ending."""


def read_samples(assignment: Assignment) -> tuple[Sample, ...]:
    """The sample hand-ins of this assignment; empty if it has none."""
    path = assignment.reference_folder / "samples.py"
    if not path.exists():
        return ()
    return tuple(ReferenceModule(path, make_package(path.parent)).module.SAMPLES)


def write_samples(assignment: Assignment, folder: Path) -> tuple[Sample, ...]:
    """Writes one entry per student into `folder`, as a class hands them in, and returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = read_samples(assignment)
    for sample in samples:
        contents = {path: _content(assignment, path, pieces) for path, pieces in sample.files.items()}
        _hand_in(folder, sample, contents)
    return samples


def solution_text(assignment: Assignment, wanted: Solution) -> str:
    """The text between the markers of a reference module, changed as wanted."""
    path = assignment.reference_folder / f"{wanted.module}.py"
    module = next((module for module in assignment.modules.values() if module.path == path), None)
    if module is None:
        raise CourseError(f"a sample wants the solution {wanted.module!r}, which declares no exercise", path)
    patches = [patch for change in wanted.changes for patch in _patches(assignment, change)]
    text = module.patched_text(patches)
    text = "\n\n".join(text[start:end].strip("\n") for start, end in solution_regions(text))
    for find, replace in wanted.edits.items():
        if find not in text:
            raise CourseError(f"a sample edits {find!r}, which does not stand in the solution", path)
        text = text.replace(find, replace)
    return text + "\n"


def _patches(assignment: Assignment, change: str) -> Iterable[Patch]:
    exercise, _, name = change.partition(".")
    declared = assignment.exercises[exercise]
    for known in (*declared.mistakes, *declared.variants):
        if known.id == name:
            return known.patches
    raise CourseError(f"a sample wants {change!r}, and {exercise} knows no {name}", assignment.reference_folder)


def _content(assignment: Assignment, path: str, pieces: tuple[Piece, ...] | bytes) -> bytes:
    if isinstance(pieces, bytes):
        return pieces
    if path.endswith(".ipynb"):
        return _notebook([_cell(assignment, number, piece) for number, piece in enumerate(pieces, 1)])
    texts = [_text(assignment, piece).strip("\n") for piece in pieces if not isinstance(piece, Words)]
    return ("\n\n\n".join(texts) + "\n").encode() if texts else b""


def _text(assignment: Assignment, piece: Piece) -> str:
    if isinstance(piece, Words):
        return piece.text
    return solution_text(assignment, piece) if isinstance(piece, Solution) else piece


def _cell(assignment: Assignment, number: int, piece: Piece) -> dict[str, Any]:
    source = _text(assignment, piece).strip("\n").splitlines(keepends=True)
    shared = {"id": f"cell-{number}", "metadata": {}, "source": source}
    if isinstance(piece, Words):
        return {"cell_type": "markdown", **shared}
    return {"cell_type": "code", "execution_count": None, "outputs": [], **shared}


def _notebook(cells: list[dict[str, Any]]) -> bytes:
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def _hand_in(folder: Path, sample: Sample, contents: Mapping[str, bytes]) -> None:
    if sample.form == "zip":
        (folder / f"{sample.student}.zip").write_bytes(_zipped(contents))
    elif sample.form == "file":
        ((path, content),) = contents.items()
        (folder / f"{sample.student}{Path(path).suffix}").write_bytes(content)
    else:
        (folder / sample.student).mkdir(exist_ok=True)
        for path, content in contents.items():
            target = folder / sample.student / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    """The same bytes every time: entries carry no clock."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in contents.items():
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
