"""One assignment of a course, loaded: exercises, references, probes and rubric, and the cases drawn from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from grader.errors import CourseError
from grader.model import Case, Drawn, Exercise, Patch
from grader.reference import ReferenceModule, student_view
from grader.rubric import Rubric
from grader.seeds import course_secret, seed_of
from grader.upstream import in_order, upstream_of


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
        stand_in: Callable[[str, Any], Any] | None = None,
    ) -> SimpleNamespace:
        """The reference as a probe sees it, for every exercise that this one's runs may call, patched for this one.

        `upstream` are patches to other exercises, by name, whose functions this one's calls; `stand_in` gives by name
        and function what is to be called in the place of each of them.
        """
        own = self.modules[exercise.name]
        made = self._beside(exercise, patches, upstream, stand_in) if upstream else {own: own.patched(patches)}
        plain = {module: module.module for module in self.modules.values()}
        names = {name for other in self.exercises.values() for name in other.uses}
        return student_view([made[own], *(plain | made).values()], names)

    def _beside(
        self,
        exercise: Exercise,
        patches: tuple[Patch, ...],
        upstream: Mapping[str, tuple[Patch, ...]],
        stand_in: Callable[[str, Any], Any] | None,
    ) -> dict[ReferenceModule, ModuleType]:
        """The modules between those that are patched upstream and this exercise's own, each calling those before it."""
        callers = [self.exercises[name] for name in upstream_of(self.exercises, exercise)]
        chain = [*in_order(self.exercises, callers), exercise]
        changed = {exercise.name: patches}
        for name, theirs in upstream.items():
            changed[name] = changed.get(name, ()) + theirs
        made: dict[ReferenceModule, ModuleType] = {}
        for each in chain:
            module = self.modules[each.name]
            here = [other for other in reversed(chain) if self.modules[other.name] is module]
            theirs = tuple(patch for other in here for patch in changed.get(other.name, ()))
            calls = [patch for other in here for name in upstream for patch in other.calling.get(name, ())]
            called = {function for other in here if stand_in and other.name in upstream for function in other.uses}
            if theirs or calls or called or made or each is exercise:
                others = {other.path.stem: done for other, done in made.items() if other is not module}
                made[module] = module.beside(theirs, others, calls)
                if stand_in:
                    vars(made[module]).update({name: stand_in(name, getattr(made[module], name)) for name in called})
        return made

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
