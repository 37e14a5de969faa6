"""Tries the lock from inside: what must be denied, and what must still work. Runs in a locked child, once per wall."""

from __future__ import annotations

import ctypes
import errno
import importlib
import os
import resource
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .kernel_calls import PR_GET_NO_NEW_PRIVS, call, prctl

NOWHERE = "/nonexistent/grader"
"""Where there is nothing: a filter answers EPERM, a kernel without one ENOENT."""
_PTRACE_DETACH = 17
"""Without effect, but for its errno, on who is not traced."""
_DENIED = (errno.EPERM, errno.EACCES)


def open_doors(supervisor: int, limits: dict[str, Any], layers: list[str]) -> list[str]:
    """One sentence per promise that does not hold; empty if all do."""
    forbidden = [*_files(supervisor)] if any(layer.startswith("landlock") for layer in layers) else []
    forbidden += [*_calls(supervisor)] if "seccomp" in layers else [*_by_user(supervisor)]
    found = [f"{deed} is not denied" for deed, attempt in forbidden if not _denied(attempt)]
    found += [f"{deed} does not work" for deed, attempt in _allowed() if not _succeeds(attempt)]
    found += _wrong_limits(limits)
    if prctl(PR_GET_NO_NEW_PRIVS) != 1:
        found.append("no_new_privs is not set")
    if "own uid" in layers and (os.getuid() == 0 or 0 in os.getgroups()):
        found.append("the child is still root")
    if "private tmp" in layers:
        found += _temporary_folder(limits["file_bytes"])
    return found


def _files(supervisor: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Some of these are anybody's to read: that they cannot be opened is Landlock's work."""
    yield "reading /etc/passwd", lambda: os.open("/etc/passwd", os.O_RDONLY)
    yield "listing /", lambda: list(Path("/").iterdir())
    yield "reading its own environment", lambda: os.open("/proc/self/environ", os.O_RDONLY)
    yield "reading the supervisor's environment", lambda: os.open(f"/proc/{supervisor}/environ", os.O_RDONLY)
    yield "writing into /tmp", lambda: os.open("/tmp", os.O_TMPFILE | os.O_WRONLY)  # noqa: S108 - an attempt
    if Path("/dev/shm").exists():  # noqa: S108 - a container may have none
        yield "writing into /dev/shm", lambda: os.open("/dev/shm", os.O_TMPFILE | os.O_WRONLY)  # noqa: S108


def _calls(supervisor: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the filter denies."""
    yield "a network socket", lambda: socket.socket(socket.AF_INET)
    yield "a local socket", lambda: socket.socket(socket.AF_UNIX)
    yield "starting a process", os.fork
    yield "executing a program", lambda: os.execv(NOWHERE, [NOWHERE])  # noqa: S606 - an attempt
    yield "a signal to the supervisor", lambda: os.kill(supervisor, 0)
    yield "a signal to all", lambda: os.kill(-1, 0)
    yield "tracing", lambda: call("ptrace", _PTRACE_DETACH, supervisor, 0, 0)
    yield "a new namespace", lambda: call("unshare", 0)
    yield "mounting", lambda: call("mount", None, NOWHERE.encode(), None, 0, None)
    yield "changing a mode", lambda: Path(NOWHERE).chmod(0)
    yield "changing an owner", lambda: os.chown(NOWHERE, -1, -1)
    yield "changing times", lambda: os.utime(NOWHERE)
    yield "truncating a file", lambda: os.truncate(NOWHERE, 0)
    yield "a limit for another process", lambda: resource.prlimit(supervisor, resource.RLIMIT_CORE, (0, 0))
    yield "becoming root", lambda: os.setresuid(0, 0, 0)
    yield "memory outside the limit", lambda: call("memfd_create", ctypes.c_char_p(b"x"), 0)


def _by_user(supervisor: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """What being another user without privileges denies, filter or not."""
    yield "a signal to the supervisor", lambda: os.kill(supervisor, 0)
    yield "mounting", lambda: call("mount", b"none", b"/", b"tmpfs", 0, None)
    yield "becoming root", lambda: os.setresuid(0, 0, 0)


def _allowed() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "reading the standard library", lambda: importlib.import_module("wave")
    yield "a thread", _thread
    yield "/dev/null", lambda: Path(os.devnull).write_bytes(b"x")
    yield "random bytes", lambda: os.urandom(8)


def _thread() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _denied(attempt: Callable[[], object]) -> bool:
    """Whether the attempt fails for want of permission, and not for another reason."""
    try:
        result = attempt()
    except OSError as error:
        return error.errno in _DENIED
    if attempt is os.fork and result == 0:
        os._exit(0)
    return False


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Exception:  # noqa: BLE001 - any failure is the answer no
        return False
    return True


def _wrong_limits(limits: dict[str, Any]) -> Iterator[str]:
    for name, kind, most in (
        ("CPU time", resource.RLIMIT_CPU, limits["cpu_seconds"]),
        ("file size", resource.RLIMIT_FSIZE, limits["file_bytes"]),
        ("core dumps", resource.RLIMIT_CORE, 0),
    ):
        if not 0 <= resource.getrlimit(kind)[0] <= most:
            yield f"the limit on {name} does not hold"
    if resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY:
        yield "the limit on memory does not hold"


def _temporary_folder(size: int) -> list[str]:
    """A file fits in; more than the folder's size does not, however many files it is spread over."""
    try:
        with tempfile.TemporaryFile() as first, tempfile.TemporaryFile() as second:
            first.write(bytes(size // 2))
            first.flush()
            try:
                second.write(bytes(size))
                second.flush()
            except OSError:
                second.truncate(0)
                return []
    except OSError as error:
        return [f"the private folder cannot be written ({error})"]
    return ["the private folder has no limit"]
