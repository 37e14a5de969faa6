"""An image without a registry: the running interpreter, the shared libraries it needs, and installed packages.

The base keeps every file at its own absolute path, so that run paths and the interpreter's search for its library
hold. Packages are copied as they are installed here, into the folder where pip would put them for the other bases.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath
from typing import IO

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.errors import UsageError
from grader.sandbox.image.archive import Archive

_LEFT_OUT = frozenset(
    {"site-packages", "dist-packages", "test", "tkinter", "idlelib", "turtledemo", "lib2to3", "ensurepip"}
)
"""Parts of the standard library that no hand-in can use behind the wall; half of its size."""


def base_digest(packages: Iterable[Distribution]) -> str:
    """Twelve hex digits that change with the interpreter, the system's C library, and the packages' versions."""
    told = (sys.version, str(Path(sys.executable).resolve()), *platform.libc_ver(), platform.machine())
    versions = (f"{package.name} {package.version}" for package in packages)
    return hashlib.sha256("\n".join((*told, *versions)).encode()).hexdigest()[:12]


def write_base(stream: IO[bytes], packages: Iterable[Distribution]) -> None:
    """Write a root file system on which `python3` runs, with the libraries that these packages load, as a tar."""
    interpreter = Path(sys.executable).resolve()
    library = Path(sysconfig.get_path("stdlib"))
    binaries = [interpreter, *_extensions(library)]
    binaries += [path for package in packages for _, path in installed(package) if _is_library(path)]
    with Archive(stream) as archive:
        archive.copy(str(interpreter), interpreter)
        archive.link("/usr/local/bin/python3", str(interpreter))
        for module in _walk(library):
            archive.copy(str(module), module)
        for name in shared_libraries(binaries):
            archive.copy(name, Path(name))
        archive.text("/etc/passwd", b"root:x:0:0:root:/:/bin/false\n")
        archive.text("/etc/group", b"root:x:0:\n")
        archive.folder("/tmp", 0o1777)  # noqa: S108 - inside the image


def shared_libraries(binaries: list[Path]) -> list[str]:
    """Absolute paths that the dynamic loader opens for these binaries, itself included, as it names them."""
    told = subprocess.run(  # noqa: S603 - the interpreter's own libraries, never a student's
        ["ldd", *map(str, binaries)],  # noqa: S607 - the system's own
        capture_output=True,
        text=True,
        check=False,  # it fails for a static library among them and tells about the others
        env={**os.environ, "LC_ALL": "C"},
    )
    words = (line.strip().split(" => ")[-1].split(" (")[0] for line in told.stdout.splitlines() if " (0x" in line)
    return sorted({word for word in words if word.startswith("/") and not _belongs_to_a_package(word)})


def closure(requirements: Iterable[str | Requirement]) -> list[Distribution]:
    """The installed packages that meet these requirements, and what they need in turn; UsageError if one is absent."""
    found: dict[str, Distribution] = {}
    wanted = [(Requirement(str(text)), True) for text in requirements]
    while wanted:
        requirement, asked = wanted.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            if asked:
                raise UsageError(f"{requirement} is not installed here; offline, packages come from here") from None
            continue
        if not requirement.specifier.contains(package.version, prereleases=True):
            raise UsageError(f"{requirement} is wanted, but {name} {package.version} is installed here")
        found[name] = package
        wanted += [(Requirement(text), False) for text in package.requires or ()]
    return [found[name] for name in sorted(found)]


def installed(package: Distribution) -> Iterator[tuple[str, Path]]:
    """The files of an installed package: (path as imported from, where it is); no scripts, none of its own tests."""
    for file in package.files or ():
        name = PurePosixPath(file)
        path = Path(str(file.locate()))
        # Tests are half of numpy's files, and building has to be quick where it is done offline.
        if not {"..", "tests"} & set(name.parts) and not name.is_absolute() and path.is_file():
            yield str(name), path


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _LEFT_OUT and not name.startswith("config-"))
        yield from (Path(place, name) for name in sorted(files))


def _extensions(library: Path) -> list[Path]:
    return [path for path in library.glob("lib-dynload/*.so") if not path.name.startswith(("_tkinter", "_test"))]


def _is_library(path: Path) -> bool:
    return path.suffix == ".so" or ".so." in path.name


def _belongs_to_a_package(path: str) -> bool:
    return "/site-packages/" in path or "/dist-packages/" in path
