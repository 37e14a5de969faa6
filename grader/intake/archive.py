"""Zip archives, read member by member in memory: nothing is ever written to disk.

What an archive says about itself is checked before anything is unpacked, and what is unpacked is read up to a limit, so
that an archive that lies gains nothing.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, TypeAlias, cast

from grader.intake.limits import IntakeLimits, in_words
from grader.intake.names import ignored, shown
from grader.intake.pile import Pile, Refused

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, KeyError, IndexError),
)
"""What zipfile raises for archives that are damaged or made to confuse it."""
_READ_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The others unpack in steps of unknown size: four kilobytes of bzip2 can hold gigabytes."""
_RATIO_MATTERS_FROM = 1_000_000
"""Bytes; a small file may pack as well as it likes."""
_OTHER_KINDS = ((b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"\x1f\x8b", "a gzip archive"))


Members: TypeAlias = Iterable[tuple[str, zipfile.ZipInfo]]
"""What a member is called, and where it lies in its archive."""


def read_archive(file: BinaryIO, prefix: str, pile: Pile, *, inner: bool = False) -> None:
    """Add the archive's Python files and notebooks to the pile, below `prefix`; Refused if it cannot be trusted."""
    try:
        with opened(file, pile.limits.directory_bytes) as archive:
            members = [(info.orig_filename, info) for info in archive.infolist()]
            contents = unpacked(archive, members, pile, prefix)
    except BROKEN as error:
        raise Refused(_why_broken(file, error)) from None
    for path, data in contents:
        if not path.lower().endswith(".zip"):
            pile.take(path, data)
        elif inner:
            pile.leave_out(path, "was left out: it is an archive in an archive in an archive")
        else:
            with pile.leaving_out(path):
                read_archive(io.BytesIO(data), f"{path}/", pile, inner=True)


@contextmanager
def opened(file: BinaryIO, most: int) -> Iterator[zipfile.ZipFile]:
    """The archive, whose list of members may take so many bytes; Refused if it is longer, BROKEN if it is none."""
    with zipfile.ZipFile(cast("IO[bytes]", _Careful(file, most))) as archive:
        yield archive


def unpacked(archive: zipfile.ZipFile, members: Members, pile: Pile, prefix: str = "") -> list[tuple[str, bytes]]:
    """Those of the members that are worth reading, with their paths; Refused if they are a bomb or reach outside."""
    checked = _checked(members, prefix, pile)
    return [(path, _unpacked(archive, info, pile.limits)) for path, info in checked]


class _Careful:
    """A file that never gives more at once than an archive's list of members may take."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, most
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._most + 1 if size < 0 else min(size, self._most + 1))
        if len(data) > self._most:
            raise Refused("The archive's list of files is too long; hand in your own work only.")
        return data


def _why_broken(file: BinaryIO, error: Exception) -> str:
    file.seek(0)
    head = file.read(8)
    for magic, kind in _OTHER_KINDS:
        if head.startswith(magic):
            return f"The archive is {kind}, only named .zip; make a zip archive of it."
    if not head:
        return "The archive is empty: a file of 0 bytes."
    what = "has a wrong checksum" if "CRC" in str(error) else "is damaged or incomplete"
    return f"The archive {what}; make it again and check that it opens."


# ---------------------------------------------------------------- before anything is unpacked


def _checked(members: Members, prefix: str, pile: Pile) -> list[tuple[str, zipfile.ZipInfo]]:
    """The members worth reading with their paths, sorted; Refused if the archive is a bomb or reaches outside."""
    limits, members = pile.limits, list(members)
    if len(members) > limits.entries:
        raise Refused(f"The archive holds more than {limits.entries} files; hand in your own work only.")
    total = sum(info.file_size for _, info in members)
    if total > limits.unpacked_bytes:
        most = in_words(limits.unpacked_bytes)
        raise Refused(f"The archive would unpack to {total // 10**6} MB, where {most} are allowed.")
    wanted = []
    for name, info in members:
        parts = _parts(name, limits)
        path = prefix + "/".join(parts)
        if parts and not any(map(ignored, parts)) and _is_worth_reading(info, path, pile):
            wanted.append((path, info))
    _no_collisions(path for path, _ in wanted)
    pile.unpack(sum(info.file_size for _, info in wanted))
    return sorted(wanted, key=lambda member: member[0])


def _parts(name: str, limits: IntakeLimits) -> list[str]:
    """The name's folders and file; empty for a folder. Refused if it points anywhere but below."""
    why = ""
    if "\\" in name:
        why = "has a backslash in its name"
    elif name.startswith("/") or re.match(r"[A-Za-z]:", name):
        why = "has an absolute path"
    elif ".." in name.split("/"):
        why = "points outside of the archive with `..`"
    elif "\0" in name:
        why = "has a NUL in its name"
    elif name.count("/") > limits.depth:
        why = f"lies more than {limits.depth} folders deep"
    if why:
        raise Refused(f"The archive is not read: {shown(name)} in it {why}.")
    return [] if name.endswith("/") else [part for part in name.split("/") if part not in {"", "."}]


def _is_worth_reading(info: zipfile.ZipInfo, path: str, pile: Pile) -> bool:
    archive = path.lower().endswith(".zip")
    if not pile.wants(path) and not archive:
        return False
    if stat.S_ISLNK(info.external_attr >> 16):
        pile.leave_out(path, "was left out: it is a link")
        return False
    if info.flag_bits & 1:
        raise Refused("The archive is locked with a password; hand it in without one.")
    if info.compress_type not in _READ_METHODS:
        raise Refused("The archive is packed by a method that is not read here; make an ordinary zip archive.")
    if info.file_size > (pile.limits.inner_archive_bytes if archive else pile.most_bytes(path)):
        pile.too_large(path)
        return False
    if info.file_size > max(_RATIO_MATTERS_FROM, pile.limits.ratio * info.compress_size):
        raise Refused(f"The archive is not read: {shown(path)} in it is packed too well to be written by a person.")
    return True


def _no_collisions(paths: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for path in paths:
        key = unicodedata.normalize("NFC", path).casefold()
        if key in seen:
            raise Refused(
                f"The archive is not read: {shown(seen[key])} and {shown(path)} are the same name on some systems."
                if seen[key] != path
                else f"The archive is not read: it holds {shown(path)} twice."
            )
        seen[key] = path


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: IntakeLimits) -> bytes:
    with archive.open(info) as member:
        data = member.read(info.file_size + 1)
    if len(data) > max(limits.notebook_bytes, limits.inner_archive_bytes):
        raise zipfile.BadZipFile("more than it says")
    return data
