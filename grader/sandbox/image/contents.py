"""What goes into the image, and the name that follows from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from grader.errors import UsageError

REPOSITORY = "grader-sandbox"
PROGRAM_LABEL = "grader.program"
"""On each image: the digest of the program in it, which tells one version's images from another's."""
DOCKERFILE = Path(__file__).with_name("Dockerfile")
BOOT = Path(__file__).with_name("boot.py")
INSIDE = Path(__file__).parent.parent / "inside"


@dataclass(frozen=True)
class Contents:
    """Everything that decides what the image holds, but the base: any base with a fitting `python3` serves."""

    sources: tuple[tuple[str, bytes], ...]
    """The program inside the wall: (path as imported from, text)."""
    requirements: tuple[str, ...]
    """One requirement a line, numpy first."""
    dockerfile: bytes

    @property
    def digest(self) -> str:
        """Twelve hex digits that change whenever something that goes in does."""
        return _seal(
            self.dockerfile, "\n".join(self.requirements), *(part for source in self.sources for part in source)
        )

    @property
    def program(self) -> str:
        """The same of the program alone, whatever packages a course asks for."""
        return _seal(self.dockerfile, *(part for source in self.sources for part in source))

    @property
    def tag(self) -> str:
        """The image's name: `grader-sandbox:<digest>`."""
        return f"{REPOSITORY}:{self.digest}"


def _seal(*parts: str | bytes) -> str:
    seal = hashlib.sha256()
    for part in parts:
        piece = part.encode() if isinstance(part, str) else part
        seal.update(len(piece).to_bytes(8, "big") + piece)
    return seal.hexdigest()[:12]


def contents(course: Path | None = None) -> Contents:
    """The contents for this version of the grader, with the packages that a course asks for.

    numpy is the very version that computes the expected values here: another one may round differently, and a
    judgement must not depend on the wall.
    """
    sources = [("boot.py", BOOT.read_bytes())]
    sources += [(f"inside/{path.name}", path.read_bytes()) for path in sorted(INSIDE.glob("*.py"))]
    return Contents(tuple(sources), (f"numpy=={np.__version__}", *map(str, asked_for(course))), DOCKERFILE.read_bytes())


def asked_for(course: Path | None) -> tuple[Requirement, ...]:
    """The lines of the course's requirements.txt, without comments and without numpy, whose version is ours."""
    path = None if course is None else course / "requirements.txt"
    if path is None or not path.is_file():
        return ()
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    wanted = {str(_requirement(path, line)) for line in lines if line}
    requirements = map(Requirement, sorted(wanted))
    return tuple(requirement for requirement in requirements if canonicalize_name(requirement.name) != "numpy")


def _requirement(path: Path, line: str) -> Requirement:
    try:
        requirement = Requirement(line)
    except InvalidRequirement as error:
        raise UsageError(f"{path}: `{line}` is not a package's name with versions") from error
    if requirement.url:
        raise UsageError(f"{path}: `{line}` is an address; only packages with a name and versions can be asked for")
    return requirement
