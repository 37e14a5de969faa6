"""Tar archives for the engine: owned by root, readable by everyone, no member twice."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self


class Archive:
    """An archive under construction; directories on the way to a member appear by themselves."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by exit
        self._held: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tar.close()

    def text(self, name: str, content: bytes) -> None:
        """A file made of these bytes."""
        if member := self._new(name, 0o644):
            member.size = len(content)
            self._tar.addfile(member, io.BytesIO(content))

    def copy(self, name: str, source: Path) -> None:
        """A file with the bytes, the time and the executable bit of another, links followed.

        The time counts: compiled bytecode beside a module is valid for that time only.
        """
        status = source.stat()
        if member := self._new(name, 0o755 if status.st_mode & 0o100 else 0o644):
            member.size, member.mtime = status.st_size, int(status.st_mtime)
            with source.open("rb") as stream:
                self._tar.addfile(member, stream)

    def link(self, name: str, target: str) -> None:
        """A symbolic link."""
        if member := self._new(name, 0o777):
            member.type, member.linkname = tarfile.SYMTYPE, target
            self._tar.addfile(member)

    def folder(self, name: str, mode: int = 0o755) -> None:
        """A directory, with those above it."""
        if member := self._new(name, mode):
            member.type = tarfile.DIRTYPE
            self._tar.addfile(member)

    def _new(self, name: str, mode: int) -> tarfile.TarInfo | None:
        name = name.strip("/")
        if not name or name in self._held:
            return None
        parent = str(PurePosixPath(name).parent)
        if parent != ".":
            self.folder(parent)
        self._held.add(name)
        member = tarfile.TarInfo(name)
        member.mode = mode
        return member
