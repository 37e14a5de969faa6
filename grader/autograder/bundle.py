"""The zip that Gradescope takes: `setup.sh` and `run_autograder` at its root, the grader, and one assignment.

The assignment goes with its solutions and its secret, since it grades there as it does here: whoever has the zip has
them. Behind the wall a submission sees none of it.
"""

from __future__ import annotations

import json
import stat
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement

from grader.assignment import Assignment
from grader.errors import UsageError
from grader.report.gradescope import broken
from grader.seeds import SECRET_FILE

SETTINGS = "settings.json"
REQUIREMENTS = "requirements.txt"
COURSE = "course"
_HERE = Path(__file__).parent
_PACKAGE = _HERE.parent
_BUNDLED = f"grader/{COURSE}/"
"""The course that comes with the package is another one."""
_MADE = (1980, 1, 1, 0, 0, 0)
"""The same content is the same zip."""


def build(assignment: Assignment, out: Path, *, hidden: str, wall: str) -> list[str]:
    """Writes the zip, and returns what is in it; UsageError where it cannot be written."""
    settings = {"assignment": assignment.name, "hidden": hidden, "wall": wall}
    files = dict(_files(assignment))
    files[SETTINGS] = json.dumps(settings, indent=1).encode() + b"\n"
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in sorted(files.items()):
                info = zipfile.ZipInfo(name, _MADE)
                mode = 0o755 if name in {"setup.sh", "run_autograder"} else 0o644
                info.external_attr = (stat.S_IFREG | mode) << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}") from error
    return sorted(files)


def _files(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    yield "setup.sh", (_HERE / "setup.sh").read_bytes()
    sentence = json.dumps(broken(), indent=2)
    yield (
        "run_autograder",
        (_HERE / "run_autograder").read_text(encoding="utf-8").replace("@NOT_GRADED@", sentence).encode(),
    )
    yield REQUIREMENTS, "".join(f"{line}\n" for line in _requirements(assignment)).encode()
    yield from ((name, data) for name, data in _tree(_PACKAGE, "grader") if not name.startswith(_BUNDLED))
    yield from _tree(assignment.folder, f"{COURSE}/assignments/{assignment.name}")
    yield from _tree(assignment.reference_folder, f"{COURSE}/reference/{assignment.name}")
    yield f"{COURSE}/rubrics/{assignment.name}.toml", assignment.rubric_file.read_bytes()
    yield f"{COURSE}/{SECRET_FILE}", assignment.secret + b"\n"
    if (assignment.root / REQUIREMENTS).exists():
        yield f"{COURSE}/{REQUIREMENTS}", (assignment.root / REQUIREMENTS).read_bytes()


def _tree(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and "__pycache__" not in inside.parts:
            yield f"{name}/{inside.as_posix()}", path.read_bytes()


def _requirements(assignment: Assignment) -> list[str]:
    """The grader's own, and the course's."""
    asked = [str(line) for line in map(Requirement, _ours()) if not line.marker or "extra" not in str(line.marker)]
    course = assignment.root / REQUIREMENTS
    return [*asked, *(course.read_text(encoding="utf-8").splitlines() if course.exists() else [])]


def _ours() -> list[str]:
    """From the repository if this is one, else as it was installed."""
    project = _PACKAGE.parent / "pyproject.toml"
    if project.exists():
        found = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {})
        if found.get("name") == "grader":
            return list(found["dependencies"])
    try:
        return requires("grader") or []
    except PackageNotFoundError:
        raise UsageError(
            "the grader is not installed as a package, so nobody knows what it needs: pip install it"
        ) from None
