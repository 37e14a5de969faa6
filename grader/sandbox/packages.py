"""The packages that a course asks for, as they are installed beside the grader: for the walls on this very machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name

from grader.errors import UsageError, WallError
from grader.sandbox.image.contents import asked_for
from grader.sandbox.image.offline import closure


@dataclass(frozen=True)
class Offered:
    """Names to import before submitted code runs."""

    wanted: tuple[str, ...] = ("numpy",)
    """Must be there."""
    beside: tuple[str, ...] = ()
    """What these need in turn; what cannot be imported of it is not offered."""


def offered(course: Path | None) -> Offered:
    """numpy, and what the course's requirements.txt asks for; WallError if something of it is not installed."""
    requirements = asked_for(course)
    if not requirements:
        return Offered()
    try:
        found = closure(requirements)
    except UsageError as error:
        raise WallError(f"the course asks for more packages: {_remedy(error, course)}") from error
    names = {canonicalize_name(line.name) for line in requirements}
    wanted = [name for package in found if canonicalize_name(package.name) in names for name in _modules(package)]
    beside = [name for package in found if canonicalize_name(package.name) not in names for name in _modules(package)]
    return Offered(("numpy", *sorted({*wanted} - {"numpy"})), tuple(sorted({*beside} - {"numpy"})))


def _remedy(error: UsageError, course: Path | None) -> str:
    said = str(error).replace("; offline, packages come from here", "")
    return f"{said}: `pip install -r {course}/requirements.txt`, or use the docker wall"


def _modules(package: Distribution) -> Iterator[str]:
    """What it lets one import, private parts left out; a package whose folder has no module of its own, too."""
    for file in package.files or ():
        parts = PurePosixPath(file).parts
        name = parts[0].partition(".")[0]
        if not name.isidentifier() or name.startswith("_") or ("." in parts[0] and len(parts) > 1):
            continue
        if parts[-1].endswith((".py", ".so")) and (len(parts) > 1 or parts[0] != "setup.py"):
            yield name
