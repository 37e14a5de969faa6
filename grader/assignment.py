"""One assignment of a course, loaded: exercises, references, probes and rubric, and the cases drawn from them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np

from grader.errors import CourseError
from grader.model import Case, Drawn, Exercise, Patch
from grader.reference import ReferenceModule, student_view
from grader.rubric import Rubric
from grader.seeds import course_secret, seed_of


@dataclass(frozen=True, eq=False)
class Assignment:
    """One assignment, ready to grade with."""

    name: str
    root: Path
    """The course's folder."""
    bundled: bool
    """Whether it is the public course that comes with the program."""
    rubric: Rubric
    exercises: dict[str, Exercise]
    modules: dict[str, ReferenceModule]
    """By exercise name."""
    probes: ModuleType
    probes_text: str

    @cached_property
    def secret(self) -> bytes:
        """What the cases' seeds derive from; made when first wanted."""
        return course_secret(self.root, bundled=self.bundled)

    @cached_property
    def digest(self) -> str:
        """Hash of everything of ours that can change a judgement: rubric, references, probes, secret."""
        seal = hashlib.sha256(hashlib.sha256(self.secret).digest())
        files = [*sorted(self.reference_folder.glob("*.py")), self.rubric_file, self.folder / "probes.py"]
        for file in files:
            seal.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        return seal.hexdigest()

    def keyed(self, secret: bytes) -> Assignment:
        """The same assignment with this secret in place of the course's own, which is not looked for."""
        made = replace(self)
        made.__dict__["secret"] = secret
        return made

    @property
    def folder(self) -> Path:
        """What students may read."""
        return self.root / "assignments" / self.name

    @property
    def reference_folder(self) -> Path:
        """What they may not."""
        return self.root / "reference" / self.name

    @property
    def rubric_file(self) -> Path:
        """Points and words."""
        return self.root / "rubrics" / f"{self.name}.toml"

    def solution(
        self,
        exercise: Exercise,
        patches: tuple[Patch, ...] = (),
        upstream: Mapping[str, tuple[Patch, ...]] | None = None,
    ) -> SimpleNamespace:
        """The reference as a probe sees it, for every exercise that this one's runs may call, patched for this one.

        `upstream` are patches to other exercises, by name, whose functions this one's calls.
        """
        own = self.modules[exercise.name]
        changed: dict[ReferenceModule, tuple[Patch, ...]] = {}
        for name, theirs in (upstream or {}).items():
            module = self.modules[name]
            changed[module] = changed.get(module, ()) + theirs
        patches += changed.pop(own, ())
        beside = {module.path.stem: module.patched(theirs) for module, theirs in changed.items()}
        plain = {module.path: module.module for module in self.modules.values() if module is not own}
        names = {name for other in self.exercises.values() for name in other.uses}
        return student_view([own.beside(patches, beside), *beside.values(), *plain.values()], names)

    def draw(self, exercise: Exercise, case: Case, secret: bytes | None = None) -> Drawn:
        """The case with its inputs, from a stream of its own."""
        seed = seed_of(secret or self.secret, self.name, exercise.name, case.name)
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


def _letters(exercise: Exercise, inputs: dict[str, object]) -> dict[str, int]:
    """What the shape letters stand for in these inputs."""
    letters: dict[str, int] = {}
    for name, spelled in exercise.shapes.items():
        value = inputs.get(name)
        if isinstance(value, np.ndarray) and value.ndim == len(spelled.split()):
            for letter, size in zip(spelled.split(), value.shape, strict=True):
                letters.setdefault(letter, size)
    return letters
