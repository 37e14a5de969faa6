"""Finds a course and validates it: three folders side by side, linked by the shared name of an assignment.

course/
  assignments/a/    what students and the sandbox may read: README.md, starters, probes.py
  reference/a/      what the grader alone may read: solutions, cases, checks, mistakes
  rubrics/a.toml    points, visibility, hints, credit
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np

from grader.errors import CourseError, UsageError
from grader.model import Case, Drawn, Exercise, Patch
from grader.reference import ReferenceModule, make_package, run_probes, student_view
from grader.rubric import Rubric, read_rubric
from grader.seeds import course_secret, seed_of

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

    @cached_property
    def secret(self) -> bytes:
        """What the cases' seeds derive from."""
        return course_secret(self.root, bundled=self.bundled)

    def assignment(self, name: str) -> Assignment:
        """The assignment of this name, loaded and validated."""
        if name not in self.assignments:
            known = ", ".join(self.assignments) or "none"
            raise UsageError(f"there is no assignment {name!r} in {self.root}; known: {known}")
        return load_assignment(self, name)


@dataclass(frozen=True, eq=False)
class Assignment:
    """One assignment, ready to grade with."""

    name: str
    course: Course
    rubric: Rubric
    exercises: dict[str, Exercise]
    modules: dict[str, ReferenceModule]
    """By exercise name."""
    probes: ModuleType
    probes_text: str

    @cached_property
    def digest(self) -> str:
        """Hash of everything of ours that can change a judgement: rubric, references, probes, secret."""
        seal = hashlib.sha256(hashlib.sha256(self.course.secret).digest())
        files = [*sorted(self.reference_folder.glob("*.py")), self.rubric_file, self.folder / "probes.py"]
        for file in files:
            seal.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        return seal.hexdigest()

    @property
    def folder(self) -> Path:
        """What students may read."""
        return self.course.root / "assignments" / self.name

    @property
    def reference_folder(self) -> Path:
        """What they may not."""
        return self.course.root / "reference" / self.name

    @property
    def rubric_file(self) -> Path:
        """Points and words."""
        return self.course.root / "rubrics" / f"{self.name}.toml"

    def solution(self, exercise: Exercise, patches: tuple[Patch, ...] = ()) -> SimpleNamespace:
        """The reference as a probe sees it, for every exercise that this one's runs may call, patched for this one."""
        own = self.modules[exercise.name]
        others = {module.path: module for module in self.modules.values() if module is not own}
        names = {name for other in self.exercises.values() for name in other.uses}
        return student_view([own.patched(patches), *(other.module for other in others.values())], names)

    def draw(self, exercise: Exercise, case: Case, secret: bytes | None = None) -> Drawn:
        """The case with its inputs, from a stream of its own."""
        seed = seed_of(secret or self.course.secret, self.name, exercise.name, case.name)
        try:
            inputs = case.make(np.random.default_rng(seed))
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            module = self.modules[exercise.name]
            line = module.line_of(f"def {case.make.__name__}(")
            raise CourseError(
                f"case {case.name} of {exercise.name} cannot be drawn: {said}", module.path, line
            ) from error
        letters = _letters(exercise, inputs)
        return Drawn(
            case.name, inputs, case.visible, case.hint, case.tolerance, case.reserved, exercise.shapes, letters, seed
        )


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
    package = Path(__file__).resolve().parent
    for root in (package / "course", package.parent):
        if is_course(root):
            return root
    raise UsageError("the bundled course is not installed; install the package again")


def is_course(folder: Path) -> bool:
    """Whether the three folders stand side by side."""
    return all((folder / name).is_dir() for name in FOLDERS)


def _course(root: Path) -> Course:
    root = root.resolve()
    return Course(root, bundled=root == bundled_root().resolve())


def load_assignment(course: Course, name: str) -> Assignment:
    """Everything of one assignment; CourseError with file and line for whatever does not fit together."""
    from grader.coherence import faults  # noqa: PLC0415 - it speaks of assignments, which are defined here

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
    made = Assignment(name, course, rubric, ordered, modules, run_probes(probes), probes.read_text(encoding="utf-8"))
    for fault in faults(made):
        raise fault
    return made


def _letters(exercise: Exercise, inputs: dict[str, object]) -> dict[str, int]:
    """What the shape letters stand for in these inputs."""
    letters: dict[str, int] = {}
    for name, spelled in exercise.shapes.items():
        value = inputs.get(name)
        if isinstance(value, np.ndarray) and value.ndim == len(spelled.split()):
            for letter, size in zip(spelled.split(), value.shape, strict=True):
                letters.setdefault(letter, size)
    return letters
