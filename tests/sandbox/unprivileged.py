"""Runs a command as the user nobody, from root: `python unprivileged.py COMMAND...`.

Where the interpreter or this repository lies in a folder that others may not enter (root's home), a mount namespace of
our own shows the same paths in an open folder: the machine is left as it is.

What is mounted here is the real thing. So nothing in this file removes a file: the stand-ins live in a file system in
memory that ends with the namespace, and the process in which they can be seen never returns to code that tidies up.
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
import traceback
from pathlib import Path

NOBODY = 65534
CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 0x1000, 0x4000, 1 << 18
CANNOT_START = 126
libc = ctypes.CDLL(None, use_errno=True)


def done(result: int) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def closed_folder(place: Path) -> Path | None:
    """The outermost folder on the way to this place that others may not enter."""
    return next((folder for folder in reversed(place.parents) if not folder.stat().st_mode & 0o001), None)


def opened(closed: Path, places: list[Path], stand_in: Path) -> None:
    """Covers a closed folder with an open one that holds nothing but the way to these places."""
    stand_in.mkdir(0o755)
    for place in places:
        way = stand_in / place.relative_to(closed)
        way.mkdir(0o755, parents=True, exist_ok=True)
        done(libc.mount(bytes(place), bytes(way), None, MS_BIND | MS_REC, None))
    done(libc.mount(bytes(stand_in), bytes(closed), None, MS_BIND | MS_REC, None))


def show(places: set[Path], scratch: Path) -> None:
    """Lets everyone reach these folders, in this mount namespace alone; nothing is covered before all is known."""
    outermost = [place for place in sorted(places) if not places & set(place.parents)]
    closed: dict[Path, list[Path]] = {}
    for place in outermost:
        if folder := closed_folder(place / "x"):
            closed.setdefault(folder, []).append(place)
    done(libc.mount(b"none", bytes(scratch), b"tmpfs", 0, b"mode=0755"))
    for number, (folder, inner) in enumerate(closed.items()):
        opened(folder, inner, scratch / str(number))


def become_nobody(scratch: Path) -> None:
    done(libc.unshare(CLONE_NEWNS))
    done(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    os.umask(0o022)
    show({Path(sys.base_prefix), Path(sys.prefix), Path(__file__).resolve().parents[2]}, scratch)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    os.environ["HOME"] = "/nonexistent"
    os.execv(sys.argv[1], sys.argv[1:])


def main() -> None:
    scratch = Path(tempfile.mkdtemp())
    pid = os.fork()
    if pid == 0:
        try:
            become_nobody(scratch)
        except BaseException:  # noqa: BLE001 - told, and never passed on to what tidies up
            traceback.print_exc()
        finally:
            os._exit(CANNOT_START)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    scratch.rmdir()  # empty here, whatever was mounted there
    sys.exit(status)


if __name__ == "__main__":
    main()
