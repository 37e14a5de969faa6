"""A new assignment with one small worked exercise, to be changed into one's own.

The folder `course` beside this file is what comes out: a course of one assignment, with NAME and TITLE to fill in.
"""

from __future__ import annotations

import re
from pathlib import Path

from grader.catalog import FOLDERS, Course
from grader.errors import UsageError
from grader.seeds import SECRET_FILE
from grader.starter import write

TEMPLATES = Path(__file__).parent / "course"
NAME, TITLE = "NAME", "TITLE"


def make_assignment(root: Path, name: str) -> list[Path]:
    """Adds an assignment of this name to the course in `root`, which is made if missing; returns the new files.

    UsageError for a name that is no identifier, an assignment that exists, and a folder that cannot be written.
    """
    _refuse_odd_name(name)
    _refuse_existing(root, name)
    title = name.replace("_", " ").capitalize()
    try:
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True, exist_ok=True)
        made = [_fill_in(template, root, name, title) for template in _templates()]
        _keep_out(root / ".gitignore")
        return [*made, *write(Course(root).assignment(name))]
    except OSError as error:
        raise UsageError(f"{error.filename or root} cannot be written: {error.strerror}") from error


def _templates() -> list[Path]:
    wanted = (".md", ".py", ".toml")
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in wanted)


def _fill_in(template: Path, root: Path, name: str, title: str) -> Path:
    target = root / str(template.relative_to(TEMPLATES)).replace(NAME, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = template.read_text(encoding="utf-8").replace(NAME, name).replace(TITLE, title)
    target.write_text(text, encoding="utf-8")
    return target


def _refuse_odd_name(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise UsageError(f"{name!r} is no name for an assignment: use letters, digits and underscores, a letter first")


def _refuse_existing(root: Path, name: str) -> None:
    places = (Path("assignments", name), Path("reference", name), Path("rubrics", f"{name}.toml"))
    for place in places:
        if (root / place).exists():
            raise UsageError(f"{root / place} exists already; choose another name, or remove it first")


def _keep_out(ignored: Path) -> None:
    """The seed of the hidden cases never gets into the repository of the course, nor does what Python compiles."""
    lines = ignored.read_text(encoding="utf-8").splitlines() if ignored.exists() else []
    missing = [line for line in (SECRET_FILE, "__pycache__/") if line not in lines]
    if missing:
        ignored.write_text("\n".join([*lines, *missing]) + "\n", encoding="utf-8")
