"""Our own implementations: reference modules, patched by mistakes and variants, and what the probes see of them.

A patch applies to the text between the solution's markers; the whole module is then executed anew, so helpers,
closures, decorators, classes and `super()` work as they stand.
"""

from __future__ import annotations

import hashlib
import re
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from grader.errors import CourseError
from grader.model import Exercise, Patch

BEGIN, END = "# solution: begin", "# solution: end"


class ReferenceModule:
    """One file of `reference/a/`: executed once as it stands, and once for each set of patches asked for."""

    def __init__(self, path: Path, package: str) -> None:
        self.path, self.package = path, package
        self.text = path.read_text(encoding="utf-8")
        self.module = self._execute(self.text, register=True)
        self._patched: dict[tuple[Patch, ...], ModuleType] = {}

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """What the module declares as EXERCISE or EXERCISES."""
        declared = getattr(self.module, "EXERCISES", None) or [getattr(self.module, "EXERCISE", None)]
        return tuple(exercise for exercise in declared if isinstance(exercise, Exercise))

    def patched(self, patches: Iterable[Patch]) -> ModuleType:
        """The module after these patches; CourseError if one does not match exactly once."""
        patches = tuple(patches)
        if not patches:
            return self.module
        if patches not in self._patched:
            self._patched[patches] = self._execute(self.patched_text(patches))
        return self._patched[patches]

    def beside(
        self, patches: Iterable[Patch], others: Mapping[str, ModuleType], calls: Iterable[Patch] = ()
    ) -> ModuleType:
        """The module after these patches, with other modules (by file stem) in place of the neighbours it imports.

        `calls` are patches, too, but made only where their text still stands: what a mistake has changed stays so.
        """
        text = self.patched_text(patches, calls)
        package = sys.modules[self.package]
        names = {stem: f"{self.package}.{stem}" for stem in others}
        before = {stem: (sys.modules.get(name), getattr(package, stem, None)) for stem, name in names.items()}
        try:
            for stem, other in others.items():
                sys.modules[names[stem]] = other
                setattr(package, stem, other)
            return self._execute(text)
        finally:
            for stem, (module, attribute) in before.items():
                _put_back(sys.modules, names[stem], module)
                _put_back(package.__dict__, stem, attribute)

    def patched_text(self, patches: Iterable[Patch], calls: Iterable[Patch] = ()) -> str:
        """The module's text with these patches applied inside its solution regions, one after the other."""
        text = self.text
        for patch in patches:
            text = self._apply(text, patch)
        for call in calls:
            text = _replaced(text, call)
        return text

    def line_of(self, words: str) -> int | None:
        """The first line that holds these words, for messages."""
        return next((number for number, line in enumerate(self.text.splitlines(), 1) if words in line), None)

    def _apply(self, text: str, patch: Patch) -> str:
        regions = list(solution_regions(text))
        if not regions:
            raise CourseError(f"no `{BEGIN}` … `{END}` stands here, so no mistake can be patched in", self.path)
        count = sum(text[start:end].count(patch.find) for start, end in regions)
        if count == 0 or (count > 1 and not patch.all):
            found = "stands nowhere" if count == 0 else f"stands {count} times"
            mend = "give text that stands there once" + ("" if count == 0 else ", or all=True")
            line = self.line_of(repr(patch.find)[1:-1]) or self.line_of(patch.find.splitlines()[0])
            raise CourseError(f"the text {patch.find!r} of a patch {found} in the solution; {mend}", self.path, line)
        return _replaced(text, patch)

    def _execute(self, text: str, *, register: bool = False) -> ModuleType:
        module = ModuleType(f"{self.package}.{self.path.stem}")
        module.__file__, module.__package__ = str(self.path), self.package
        if register:
            sys.modules[module.__name__] = module
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)  # a mistake may be one that Python itself warns of
                code = compile(text, str(self.path), "exec", dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102 - our own text
        except CourseError as error:
            raise CourseError(str(error), self.path, _line_in(error, self.path)) from error
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            raise CourseError(f"the reference cannot be run: {said}", self.path, _line_in(error, self.path)) from error
        return module


def _replaced(text: str, patch: Patch) -> str:
    """The text with this patch made in its solution regions, wherever what it replaces stands."""
    for start, end in reversed(list(solution_regions(text))):
        text = text[:start] + text[start:end].replace(patch.find, patch.replace) + text[end:]
    return text


def _put_back(table: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value


def solution_regions(text: str) -> Iterator[tuple[int, int]]:
    """Start and end offsets of the text between solution markers."""
    pattern = rf"^[ \t]*{re.escape(BEGIN)}[^\n]*\n(.*?)^[ \t]*{re.escape(END)}"
    for match in re.finditer(pattern, text, re.MULTILINE | re.DOTALL):
        yield match.span(1)


def make_package(folder: Path) -> str:
    """A package name of this folder's own, so that modules of several courses stand side by side."""
    name = "_course_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
    return name


def student_view(modules: Iterable[ModuleType], names: Iterable[str]) -> SimpleNamespace:
    """What a probe sees of our code: the named definitions, as it would see a student's."""
    modules = list(modules)
    view = SimpleNamespace()
    for name in names:
        for module in modules:
            if hasattr(module, name):
                setattr(view, name, getattr(module, name))
                break
    return view


def run_probes(path: Path) -> ModuleType:
    """`probes.py`, executed on the host as it stands now; nothing compiled is kept beside it."""
    module = ModuleType(f"_probes_{make_package(path.parent)}")
    module.__file__ = str(path)
    try:
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - our own
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise CourseError(f"the probes cannot be run: {said}", path, _line_in(error, path)) from error
    return module


def _line_in(error: BaseException, path: Path) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return lines[-1] if lines else None
