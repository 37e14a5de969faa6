"""Temporary folders of ours, which no end of ours leaves behind for good.

Theory of operation. A folder bears the mark of its owner, the process that made it, in its name: it never exists
without, whenever that process is killed. A wall that is raised first sweeps: folders of this user whose owner is no
more are removed. What other users made, and what cannot be told to be dead, stays.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import InfrastructureError
from grader.sandbox.owner import Owner
from grader.sandbox.removal import remove

PREFIX = "grader-"


def make(kind: str, within: Path | None = None) -> Path:
    """A new folder that this user alone can enter; to be given to `discard`. InfrastructureError if there is no room.

    `kind` is a word for people who look at it. It lies among the system's temporary folders, or hidden in `within`.
    """
    prefix = f"{PREFIX}{kind}.{_mark()}."
    try:
        return Path(tempfile.mkdtemp(prefix=prefix if within is None else f".{prefix}", dir=within))
    except OSError as error:
        place = f" in {within or tempfile.tempdir}" if within or tempfile.tempdir else ""
        said = f"no temporary folder can be made{place}: {error.strerror}; make room"
        raise InfrastructureError(said if within else f"{said}, or name another folder in TMPDIR") from error


def discard(folder: Path) -> None:
    """Removes it with all that is in it. What cannot be removed is left to a sweep after this process."""
    with contextlib.suppress(OSError):
        remove(folder)


@contextmanager
def scratch(kind: str, within: Path | None = None) -> Iterator[Path]:
    """A folder for a while."""
    folder = make(kind, within)
    try:
        yield folder
    finally:
        discard(folder)


def sweep(within: Path | None = None) -> list[Path]:
    """Removes what dead owners left among the temporary folders, or in `within`; returns what is gone."""
    if sys.platform != "linux":  # processes have no mark there
        return []
    this = Owner.this()
    left = [folder for folder in _entries(within) if _is_left(folder, this)]
    for folder in left:
        discard(folder)
    return [folder for folder in left if not folder.exists()]


def _entries(place: Path | None) -> list[Path]:
    try:
        return sorted((place or Path(tempfile.gettempdir())).iterdir())
    except OSError:  # one may write there, but not look; or every disk is full, and there is no such place
        return []


def _is_left(folder: Path, this: Owner) -> bool:
    parts = folder.name.removeprefix(".").split(".")
    if len(parts) != 7 or not parts[0].startswith(PREFIX):
        return False
    owner = Owner.read("/".join(parts[1:5]))
    if owner is None or (owner.boot != this.boot and parts[5] != _machine()):
        return False  # on a file system that several machines share, it may be at work on another
    return owner.is_dead(this, runs=False) and _is_ours(folder)


def _is_ours(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        status = folder.lstat()
        return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
    return False


def _mark() -> str:
    owner = str(Owner.this()).replace("/", ".") if sys.platform == "linux" else "..."
    return f"{owner}.{_machine()}"


def _machine() -> str:
    """The same after a restart, another on another machine; a name may hold anything, its hash holds letters."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]
