"""A temporary folder of a child's own: a file system in memory, of limited size, seen by nobody else.

It ends with the child. It needs namespaces: as root a mount namespace, otherwise a user namespace around it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from .kernel_calls import call

_CLONE_NEWNS, _CLONE_NEWUSER = 0x00020000, 0x10000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
FILES = 1024
"""Files and folders that fit in."""


def mount(folder: Path, size: int, uid: int | None = None) -> None:
    """Puts the file system on this (empty, existing) folder, for this process alone; it belongs to `uid`."""
    user, group = (os.geteuid(), os.getegid()) if uid is None else (uid, uid)
    if os.geteuid() == 0:
        call("unshare", _CLONE_NEWNS)
    else:
        call("unshare", _CLONE_NEWUSER | _CLONE_NEWNS)
        _map_oneself(user, group)
    call("mount", b"none", b"/", None, _MS_REC | _MS_PRIVATE, None)
    options = f"size={size},nr_inodes={FILES},mode=0700,uid={user},gid={group}"
    call("mount", b"tmpfs", os.fsencode(folder), b"tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options.encode())


def empty(folder: Path) -> None:
    """Removes what an earlier child of the same user left; OSError or RecursionError if it made that impossible."""
    for _, folders, files, handle in os.fwalk(folder, topdown=False):
        for name in files:
            os.unlink(name, dir_fd=handle)
        for name in folders:
            os.rmdir(name, dir_fd=handle)


def remove(folder: Path) -> None:
    """Removes the mount point, and the read-only folder above it."""
    with contextlib.suppress(OSError):
        folder.parent.chmod(0o700)
        folder.rmdir()
        folder.parent.rmdir()


def _map_oneself(user: int, group: int) -> None:
    """The same user and group inside as outside; no other exists."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path("/proc/self", name).write_text(text)
