"""Files on disk: opened only if they are ordinary files, never through a link, and read up to a limit."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from grader.errors import InfrastructureError
from grader.intake.archive import read_archive
from grader.intake.limits import in_words
from grader.intake.names import ignored
from grader.intake.pile import Pile, Refused

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


_MACHINES = frozenset({errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ETIMEDOUT})
"""What speaks of the machine that reads, not of what is read."""


def excuse(error: OSError) -> str:
    """Why something could not be opened; InfrastructureError where nobody who hands in can help it."""
    if error.errno in _MACHINES:
        raise InfrastructureError(f"{error.filename or 'a file'} could not be read: {error.strerror}") from error
    return f"could not be opened: {error.strerror or error}"


def odd_kind(mode: int) -> str:
    """What a path is, in words, if it is neither an ordinary file nor a folder; empty otherwise."""
    if stat.S_ISLNK(mode):
        return "a link"
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return ""
    return "no ordinary file (a pipe, socket or device)"


@contextmanager
def ordinary(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading; OSError if it is not (or is no longer) an ordinary file."""
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("it is no ordinary file")
        yield file


def read_file(path: Path, name: str, pile: Pile, prefix: str = "") -> None:
    """Add one `.py` or `.ipynb` to the pile under that name, or the members of a `.zip` below the prefix."""
    try:
        with ordinary(path) as file:
            size = os.fstat(file.fileno()).st_size
            if name.lower().endswith(".zip"):
                _read_zip(file, size, prefix, pile)
            elif size > pile.most_bytes(name):
                pile.too_large(name)
            else:
                pile.take(name, file.read(pile.most_bytes(name) + 1))
    except OSError as error:
        pile.leave_out(name, excuse(error))


def read_folder(folder: Path, pile: Pile, prefix: str = "") -> None:
    """Add everything below the folder to the pile, below `prefix`, in the order of the paths."""
    todo, looked_at = [(folder, prefix)], 0
    found: list[tuple[str, Path]] = []
    while todo:
        here, prefix = todo.pop()
        for entry in _listed(here, prefix, pile):
            looked_at += 1
            if looked_at > pile.limits.entries:
                raise Refused(f"The folder holds more than {pile.limits.entries} files; hand in your own work only.")
            path = prefix + entry.name
            if ignored(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if path.count("/") >= pile.limits.depth:
                    raise Refused(f"Its folders are nested more than {pile.limits.depth} deep.")
                todo.append((here / entry.name, path + "/"))
            elif pile.wants(path) or path.lower().endswith(".zip"):
                odd = odd_kind(entry.stat(follow_symlinks=False).st_mode)
                if odd:
                    pile.leave_out(path, f"was left out: it is {odd}")
                else:
                    found.append((path, here / entry.name))
    for path, place in sorted(found):
        with pile.leaving_out(path):
            read_file(place, path, pile, prefix=f"{path}/")


def _listed(folder: Path, prefix: str, pile: Pile) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(islice(entries, pile.limits.entries + 1), key=lambda entry: entry.name)
    except OSError as error:
        pile.leave_out(prefix or folder.name, excuse(error))
        return []


def _read_zip(file: BinaryIO, size: int, prefix: str, pile: Pile) -> None:
    if size > pile.limits.archive_bytes:
        most = in_words(pile.limits.archive_bytes)
        raise Refused(f"The archive has {size // 10**6} MB, where {most} are allowed; leave data sets out.")
    read_archive(file, prefix, pile)
