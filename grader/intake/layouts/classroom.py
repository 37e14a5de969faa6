"""GitHub Classroom's clones: a folder of repositories `<assignment>-<user>/`.

When it was handed in is the time of the last commit, which whoever made it could set at will. The repository's own
configuration is never read, since git would run programs that are named in it: the commit's id is looked up here, and
git is given the folder of objects alone.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import tempfile
from pathlib import Path

from grader.identity import Identity
from grader.intake.folder import ordinary
from grader.intake.hand_in import HandIn
from grader.intake.layouts.plain import left_over
from grader.intake.tree import Part, Tree

NAME = "classroom"
SAYS = "clones of repositories"

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_WHEN = re.compile(rb"^committer .*> (\d{1,12}) ([+-]\d{4})$", re.MULTILINE)
_PATIENCE = 10.0
"""Seconds for git to find one object."""


def recognises(tree: Tree) -> bool:
    """Whether every folder is a clone."""
    folders = [entry.name for entry in tree.entries() if entry.folder]
    places = [tree.place(f"{name}/.git") for name in folders]
    return bool(folders) and all(place is not None and place.is_dir() for place in places)


def hand_ins(tree: Tree, assignment: str) -> list[HandIn]:
    """See Layout."""
    folders = [entry.name for entry in tree.entries() if entry.folder]
    root = tree.place("")
    slug = _slug(folders, [assignment, root.resolve().name.removesuffix("-submissions") if root else ""])
    found = []
    for name in folders:
        user, repository = name.removeprefix(slug), tree.place(f"{name}/.git")
        received = commit_time(repository) if repository is not None else ""
        who = Identity(user, ids={"github": user}, received=received)
        found.append(HandIn(who, tuple(Part(f"{name}/{inner.name}", inner.name) for inner in tree.entries(name))))
    return [*found, *left_over(tree.entries(), folders)]


def _slug(folders: list[str], known: list[str]) -> str:
    """What stands before the users' names: a name that is known, else what all have in common up to a hyphen."""
    for name in (f"{each}-" for each in known if each):
        if all(folder.startswith(name) and folder != name for folder in folders):
            return name
    if len(folders) < 2:
        return ""
    first, last = min(folders), max(folders)
    common = next((at for at, letter in enumerate(first) if letter != last[at : at + 1]), len(first))
    return first[: first.rfind("-", 0, common) + 1]


def commit_time(repository: Path) -> str:
    """When the commit was made that is checked out there, ISO 8601; empty where git is missing or says nothing."""
    commit = _head(repository)
    if not commit or (repository / "objects").is_symlink():
        return ""
    try:
        with tempfile.TemporaryDirectory() as made:
            empty = Path(made)
            for folder in ("objects", "refs"):
                (empty / folder).mkdir()
            (empty / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
            said = subprocess.run(  # noqa: S603 - git, with an id that was looked at
                ["git", "cat-file", "commit", commit],  # noqa: S607 - wherever it is installed
                env=_environment(empty, repository),
                cwd=empty,
                capture_output=True,
                timeout=_PATIENCE,
                check=True,
            )
    except (OSError, subprocess.SubprocessError):
        return ""
    return _time(said.stdout)


def _environment(empty: Path, repository: Path) -> dict[str, str]:
    """An empty repository with the other's objects: nothing of its configuration, and nobody's, is read."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(empty),
        "GIT_DIR": str(empty),
        "GIT_OBJECT_DIRECTORY": str((repository / "objects").resolve()),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
    }


def _head(repository: Path) -> str:
    """The id of the commit that is checked out, read from git's files without git."""
    head = _small(repository / "HEAD")
    reference = head.removeprefix("ref: ")
    if reference == head:
        return head if _ID.fullmatch(head) else ""
    if not re.fullmatch(r"refs/[\w./-]{1,200}", reference) or ".." in reference:
        return ""
    found = _small(repository / reference)
    if _ID.fullmatch(found):
        return found
    packed = re.search(rf"^({_ID.pattern}) {re.escape(reference)}$", _small(repository / "packed-refs"), re.MULTILINE)
    return packed[1] if packed else ""


def _small(path: Path) -> str:
    try:
        with ordinary(path) as file:
            return file.read(1_000_000).decode("ascii", "replace").strip()
    except OSError:
        return ""


def _time(commit: bytes) -> str:
    """Of the first line that names a committer; a message comes after an empty line."""
    fit = _WHEN.search(commit.partition(b"\n\n")[0])
    if not fit:
        return ""
    hours, minutes = int(fit[2][:3]), int(fit[2][:1] + fit[2][3:])
    try:
        zone = dt.timezone(dt.timedelta(hours=hours, minutes=minutes))
        return dt.datetime.fromtimestamp(int(fit[1]), zone).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""
