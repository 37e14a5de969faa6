"""Removing a folder of ours with all that is in it, and nothing else.

Theory of operation. What has been mounted below the folder is detached first. Then the folder is taken apart from the
top: files go, folders are moved up and entered one at a time, so that neither depth nor length of path matters. Each is
opened without following a link, and is only entered on the very mount on which the folder lies: a mount of the same
file system somewhere else, which a device number does not show, is another mount, too. At the first thing that cannot
be done the rest stays as it is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "linux":
    from grader.sandbox.inside.kernel_calls import call

_MNT_DETACH, _UMOUNT_NOFOLLOW = 2, 8


def remove(folder: Path) -> None:
    """Removes the folder; OSError if something in it cannot be removed, or is not ours to remove."""
    if sys.platform != "linux":
        shutil.rmtree(folder)
        return
    place = folder.parent.resolve()
    parent = os.open(place, os.O_PATH | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):  # most often it is empty by now
            os.rmdir(folder.name, dir_fd=parent)
            return
        _detach(place / folder.name)
        with _entered(folder.name, parent) as inner:
            while names := os.listdir(inner):  # noqa: PTH208 - by descriptor
                for name in names:
                    _take_apart(name, inner)
        os.rmdir(folder.name, dir_fd=parent)
    finally:
        os.close(parent)


def _take_apart(name: str, top: int) -> None:
    """Removes a file, or a folder after what is in it has been removed or moved to the top."""
    if not _is_folder(name, top):
        os.unlink(name, dir_fd=top)
        return
    with _entered(name, top) as inner:
        for below in os.listdir(inner):  # noqa: PTH208 - by descriptor
            if not _is_folder(below, inner):
                os.unlink(below, dir_fd=inner)
                continue
            with _entered(below, inner):  # it must be ours, and writable, to be moved
                pass
            os.rename(below, secrets.token_hex(16), src_dir_fd=inner, dst_dir_fd=top)
    os.rmdir(name, dir_fd=top)


def _is_folder(name: str, parent: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)


@contextmanager
def _entered(name: str, parent: int) -> Iterator[int]:
    """A descriptor of a folder in another, made readable; OSError for a link, and where something is mounted on it."""
    with contextlib.ExitStack() as opened:
        handle = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
        opened.callback(os.close, handle)
        if _mount_of(handle) != _mount_of(parent):
            raise OSError(errno.EXDEV, "something is mounted here", name)
        itself = f"/proc/self/fd/{handle}"
        os.chmod(itself, 0o700)  # noqa: PTH101 - by descriptor: the name could become a link meanwhile
        inner = os.open(itself, os.O_RDONLY | os.O_DIRECTORY)
        opened.callback(os.close, inner)
        yield inner


def _mount_of(handle: int) -> str:
    """The kernel's number of the mount through which this was opened."""
    told = Path("/proc/self/fdinfo", str(handle)).read_text(encoding="ascii")
    return next(line for line in told.splitlines() if line.startswith("mnt_id:"))


def _detach(folder: Path) -> None:
    """Takes down what is mounted on or below this folder, the latest first; OSError without the privilege."""
    inside = [point for point in _mount_points() if point == folder or folder in point.parents]
    for point in reversed(inside):
        call("umount2", os.fsencode(point), _MNT_DETACH | _UMOUNT_NOFOLLOW)


def _mount_points() -> list[Path]:
    lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    return [Path(os.fsdecode(_unescaped(line.split(b" ")[4]))) for line in lines]


def _unescaped(name: bytes) -> bytes:
    r"""Blanks, tabs, newlines and backslashes are written as `\040` and the like."""
    for letter in b" \t\n\\":
        name = name.replace(b"\\%03o" % letter, bytes([letter]))
    return name
