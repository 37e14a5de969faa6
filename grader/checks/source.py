"""What the syntax tree says, where an exercise forbids a library or a shortcut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from grader.checks.verdicts import failed, passed
from grader.model import Drawn, Finding, Run, Seen


@dataclass(frozen=True, init=False)
class NoImports:
    """The file with the graded definition imports none of these libraries."""

    modules: tuple[str, ...]
    on: tuple[str, ...]

    def __init__(self, *modules: str, on: tuple[str, ...] = ()) -> None:
        object.__setattr__(self, "modules", modules)
        object.__setattr__(self, "on", on)

    @property
    def key(self) -> str:
        """Always `imports`."""
        return "imports"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - the survey tells
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The first forbidden import, with its line."""
        for module, line in seen.source.imports:
            if module.split(".")[0] in self.modules:
                said = f"line {line} imports {module}, which this exercise asks you to do without"
                return failed(self, case, said, said)
        return passed(self, case)


@dataclass(frozen=True, init=False)
class NoCalls:
    """The graded definition calls none of these functions: full dotted names, or patterns of them ("torch.*")."""

    functions: tuple[str, ...]
    on: tuple[str, ...]

    def __init__(self, *functions: str, on: tuple[str, ...] = ()) -> None:
        object.__setattr__(self, "functions", functions)
        object.__setattr__(self, "on", on)

    @property
    def key(self) -> str:
        """Always `calls`."""
        return "calls"

    def needs(self, case: Drawn) -> Iterable[Run]:  # noqa: ARG002 - the survey tells
        """Nothing more."""
        return ()

    def judge(self, case: Drawn, seen: Seen, expected: Seen) -> Finding:  # noqa: ARG002 - needs no reference
        """The first forbidden call, with its line."""
        for function, line in seen.source.calls:
            if any(fnmatchcase(function, pattern) for pattern in self.functions):
                said = f"line {line} calls {function}, which this exercise asks you to do without"
                return failed(self, case, said, said)
        return passed(self, case)
