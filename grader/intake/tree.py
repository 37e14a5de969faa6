"""What was downloaded for a whole class: a folder, or an archive that is never unpacked to disk.

Both show the same: names below names. What a student handed in is read from it when its turn comes.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.errors import InfrastructureError, UsageError
from grader.intake.archive import BROKEN, Members, opened, read_archive, unpacked
from grader.intake.entries import read_entry
from grader.intake.folder import excuse, odd_kind, ordinary, read_file, read_folder
from grader.intake.limits import MB, in_words
from grader.intake.names import ignored, left_behind, shown
from grader.intake.pile import Pile, Refused

LIST_BYTES = 200 * MB
"""A class's list of members: a million files of students."""


@dataclass(frozen=True)
class Entry:
    """Something below a place of the tree."""

    name: str
    folder: bool


@dataclass(frozen=True)
class Part:
    """A file or folder of a hand-in: where it lies in the tree, and what its student called it."""

    path: str
    name: str


class Tree(Protocol):
    """Paths are relative and have forward slashes; the root is the empty one."""

    def entries(self, below: str = "") -> list[Entry]:
        """What stands directly below a folder, sorted by name, without what systems leave behind.

        UsageError where the root itself cannot be read; below it, what cannot be read is empty.
        """

    def content(self, path: str, most: int) -> bytes | None:
        """A file's bytes; None if there is none, UsageError if it is larger than `most` bytes."""

    def below(self, folder: str) -> Tree:
        """The same, with this folder as its root."""

    def reading(self) -> AbstractContextManager[Reading]:
        """Opens it for reading hand-ins."""

    def place(self, path: str) -> Path | None:
        """Where it lies on disk; None inside an archive, or where a link leads there."""


class Reading(Protocol):
    """A tree that is open."""

    def add(self, parts: Sequence[Part], pile: Pile) -> None:
        """Puts a hand-in's parts on the pile; Refused, or InfrastructureError where the download itself is damaged."""


def tree_at(path: Path) -> Tree:
    """The folder or archive at this path; UsageError if it is neither."""
    if path.is_dir():
        return FolderTree(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return ArchiveTree(path)
    what = "is neither a folder nor a zip archive" if path.exists() else "does not exist"
    raise UsageError(f"{path} cannot be read as a folder of submissions: it {what}")


class FolderTree:
    """A folder on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def entries(self, below: str = "") -> list[Entry]:
        """See Tree."""
        place = self._way(below)
        if place is None:
            return []
        try:
            with os.scandir(place) as found:
                seen = [
                    Entry(each.name, each.is_dir(follow_symlinks=False)) for each in found if not left_behind(each.name)
                ]
        except OSError as error:
            if below:
                return []
            raise UsageError(f"{self._root} cannot be read as a folder of submissions: {error.strerror}") from None
        return sorted(seen, key=lambda entry: entry.name)

    def content(self, path: str, most: int) -> bytes | None:
        """See Tree."""
        place = self._way(path)
        try:
            with ordinary(place or self._root) as file:
                return _whole(file.read(most + 1), path, most)
        except OSError:
            return None

    def below(self, folder: str) -> FolderTree:
        """See Tree."""
        return FolderTree(self._root / folder)

    def place(self, path: str) -> Path | None:
        """See Tree."""
        return self._way(path)

    def reading(self) -> AbstractContextManager[FolderTree]:
        """See Tree."""
        return nullcontext(self)

    def add(self, parts: Sequence[Part], pile: Pile) -> None:
        """See Reading."""
        place = self._way(parts[0].path, last=False) if len(parts) == 1 else None
        if place is not None and place.name == parts[0].name:
            read_entry(place, pile)
            return
        for part in parts:
            if ignored(part.name):
                continue
            with pile.leaving_out(part.name):
                self._add(part, pile, prefix="" if len(parts) == 1 else f"{part.name}/")

    def _add(self, part: Part, pile: Pile, prefix: str) -> None:
        place = self._way(part.path, last=False)
        try:
            mode = os.lstat(place or self._root / part.path).st_mode
        except OSError as error:
            pile.leave_out(part.name, excuse(error))
            return
        odd = odd_kind(mode) if place else "behind a link"
        if odd or not place:
            pile.leave_out(part.name, f"was left out: it is {odd}")
        elif stat.S_ISDIR(mode):
            read_folder(place, pile, prefix)
        elif pile.wants(part.name) or part.name.lower().endswith(".zip"):
            read_file(place, part.name, pile, prefix)

    def _way(self, path: str, *, last: bool = True) -> Path | None:
        """Where it lies; None if a link leads there (the `last` step included), since that may be anywhere."""
        place = self._root
        steps = [step for step in path.split("/") if step]
        for number, step in enumerate(steps, start=1):
            place = place / step
            if (last or number < len(steps)) and place.is_symlink():
                return None
        return place


class ArchiveTree:
    """A zip archive, whose members are read one by one."""

    def __init__(self, path: Path, root: str = "") -> None:
        self._path, self._root = path, root
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        self._below: dict[str, dict[str, Entry]] = {"": {}}
        with self._open() as archive:
            for info in archive.infolist():
                self._note(info)

    def entries(self, below: str = "") -> list[Entry]:
        """See Tree."""
        return sorted(self._below.get(below, {}).values(), key=lambda entry: entry.name)

    def content(self, path: str, most: int) -> bytes | None:
        """See Tree."""
        found = self._members.get(path)
        if not found:
            return None
        with self._open() as archive, archive.open(found[-1]) as member:
            return _whole(member.read(most + 1), path, most)

    def below(self, folder: str) -> ArchiveTree:
        """See Tree."""
        return ArchiveTree(self._path, f"{self._root}{folder}/")

    def place(self, path: str) -> None:
        """See Tree."""

    @contextmanager
    def reading(self) -> Iterator[_OpenArchive]:
        """See Tree."""
        with self._open() as archive:
            yield _OpenArchive(self, archive)

    def members(self, part: Part) -> list[tuple[str, zipfile.ZipInfo]]:
        """Those of a part, with the names that its student gave them."""
        if part.path in self._members:
            return [(part.name, info) for info in self._members[part.path]]
        head, found, todo = f"{part.name}/" if part.name else "", [], [part.path]
        while todo:
            here = todo.pop()
            for entry in self.entries(here):
                path = f"{here}/{entry.name}" if here else entry.name
                if path in self._members:
                    name = head + path.removeprefix(part.path).lstrip("/")
                    found += [(name, info) for info in self._members[path]]
                else:
                    todo.append(path)
        return found

    @contextmanager
    def _open(self) -> Iterator[zipfile.ZipFile]:
        try:
            with self._path.open("rb") as file, opened(file, LIST_BYTES) as archive:
                yield archive
        except Refused as why:
            raise UsageError(f"{self._path}: {why}") from None
        except BROKEN as error:
            raise UsageError(f"{self._path} is damaged or incomplete; download it again ({error})") from error

    def _note(self, info: zipfile.ZipInfo) -> None:
        """Files alone count: a folder is known by what is in it."""
        inside = info.orig_filename.startswith(self._root)
        parts = [part for part in info.orig_filename[len(self._root) :].split("/") if part not in {"", "."}]
        if not inside or info.is_dir() or not parts or any(map(left_behind, parts)):
            return
        for depth, name in enumerate(parts):
            here = self._below.setdefault("/".join(parts[:depth]), {})
            here.setdefault(name, Entry(name, folder=depth < len(parts) - 1))
        self._members.setdefault("/".join(parts), []).append(info)


class _OpenArchive:
    """Opened once for a whole class."""

    def __init__(self, tree: ArchiveTree, archive: zipfile.ZipFile) -> None:
        self._tree, self._archive = tree, archive

    def add(self, parts: Sequence[Part], pile: Pile) -> None:
        members = [(part, self._tree.members(part)) for part in parts]
        alone = sum(len(found) for _, found in members) == 1
        for part, found in members:
            try:
                with pile.leaving_out(part.name):
                    self._add(found, pile, alone=alone)
            except BROKEN as error:
                raise InfrastructureError(f"the download of the class is damaged at this hand-in ({error})") from error

    def _add(self, members: Members, pile: Pile, *, alone: bool) -> None:
        """Files first, then archives, each for itself."""
        zips = [(name, info) for name, info in members if name.lower().endswith(".zip")]
        others = [(name, info) for name, info in members if not name.lower().endswith(".zip")]
        for path, data in unpacked(self._archive, others, pile):
            pile.take(path, data)
        for name, info in zips:
            with pile.leaving_out(name):
                self._add_archive(name, info, pile, prefix="" if alone else f"{name}/")

    def _add_archive(self, name: str, info: zipfile.ZipInfo, pile: Pile, prefix: str) -> None:
        """A student's own archive, copied out to where it can be searched: data sets make it large."""
        most = pile.limits.archive_bytes
        if info.file_size > most:
            raise Refused(f"{shown(name)} has {info.file_size // MB} MB, where {in_words(most)} are allowed.")
        with tempfile.TemporaryFile() as file:
            with self._archive.open(info) as member:
                shutil.copyfileobj(member, file)
            read_archive(file, prefix, pile)


def _whole(data: bytes, path: str, most: int) -> bytes:
    if len(data) > most:
        raise UsageError(f"{path} is larger than {in_words(most)}, which nothing of its kind is")
    return data
