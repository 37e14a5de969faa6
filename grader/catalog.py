"""Finds a course and validates it: three folders side by side, linked by the shared name of an assignment.

course/
  assignments/a/    what students and the sandbox may read: README.md, starters, probes.py
  reference/a/      what the grader alone may read: solutions, cases, checks, mistakes
  rubrics/a.toml    points, visibility, hints, credit
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.assignment import Assignment
from grader.coherence import faults
from grader.errors import CourseError, UsageError
from grader.model import Exercise
from grader.reference import ReferenceModule, make_package, run_probes
from grader.rubric import read_rubric

FOLDERS = ("assignments", "reference", "rubrics")


@dataclass(frozen=True)
class Course:
    """A folder of course shape."""

    root: Path
    bundled: bool = False

    @property
    def assignments(self) -> tuple[str, ...]:
        """Names of all assignments that have a rubric, in order."""
        return tuple(sorted(path.stem for path in (self.root / "rubrics").glob("*.toml")))

    def assignment(self, name: str) -> Assignment:
        """The assignment of this name, loaded and validated."""
        if name not in self.assignments:
            known = ", ".join(self.assignments) or "none"
            raise UsageError(f"there is no assignment {name!r} in {self.root}; known: {known}")
        return load_assignment(self, name)


def find_course(given: Path | None, start: Path | None = None) -> Course:
    """The given course, else the one the working directory stands in, else the bundled one."""
    if given is not None:
        if not is_course(given):
            raise UsageError(f"{given} is no course: it must hold the folders {', '.join(FOLDERS)}")
        return _course(given)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if is_course(folder):
            return _course(folder)
    return _course(bundled_root())


def bundled_root() -> Path:
    """Where the bundled course stands: inside the installed package, or at the root of the repository."""
    for root in _bundled_roots():
        if is_course(root):
            return root
    raise UsageError("the bundled course is not installed; install the package again")


def _bundled_roots() -> tuple[Path, Path]:
    package = Path(__file__).resolve().parent
    return package / "course", package.parent


def is_course(folder: Path) -> bool:
    """Whether the three folders stand side by side."""
    return all((folder / name).is_dir() for name in FOLDERS)


def _course(root: Path) -> Course:
    root = root.resolve()
    return Course(root, bundled=root in {path.resolve() for path in _bundled_roots()})


def load_assignment(course: Course, name: str) -> Assignment:
    """Everything of one assignment; CourseError with file and line for whatever does not fit together."""
    folder, reference = course.root / "assignments" / name, course.root / "reference" / name
    for needed, holds in ((folder / "probes.py", "a probe per exercise"), (reference, "the reference solutions")):
        if not needed.exists():
            raise CourseError(f"this is missing; it holds {holds}", needed)
    package = make_package(reference)
    exercises: dict[str, Exercise] = {}
    modules: dict[str, ReferenceModule] = {}
    for path in sorted(reference.glob("[!_]*.py")):
        module = ReferenceModule(path, package)
        for exercise in module.exercises:
            if exercise.name in exercises:
                raise CourseError(f"exercise {exercise.name} is declared a second time here", path)
            exercises[exercise.name], modules[exercise.name] = exercise, module
    rubric = read_rubric(course.root / "rubrics" / f"{name}.toml")
    ordered = {key: exercises[key] for key in rubric.exercises if key in exercises} | exercises
    probes = folder / "probes.py"
    text = probes.read_text(encoding="utf-8")
    made = Assignment(name, course.root, course.bundled, rubric, ordered, modules, run_probes(probes), text)
    for fault in faults(made):
        raise fault
    return made
