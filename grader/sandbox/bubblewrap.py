"""The `bubblewrap` wall: the supervisor in namespaces of its own, with nothing to see but what it runs on.

Theory of operation. `bwrap` makes user, process, network, IPC, host name, cgroup and mount namespaces, builds the file
system of `view`, drops all capabilities and becomes the supervisor, process 1 of its namespace: when that ends, for
whatever reason, the kernel ends everything in it. It has no privilege on the machine, whoever grades.

As root we write the new user namespace's map ourselves, with a range of users in it that nobody else has, so that each
child can be another user; for that, to mount the child's private folder, and to kill it, the supervisor keeps four
capabilities, which count within the namespace alone. For an ordinary user there is one user and no capability.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

from grader.errors import WallError
from grader.sandbox import view
from grader.sandbox.inside.lock import FIRST_UIDS, SLOTS
from grader.sandbox.local import LocalWall
from grader.sandbox.packages import Offered
from grader.sandbox.process import command, environment

INSTALL = "bubblewrap is not installed (`sudo apt-get install bubblewrap`, or your system's package of this name)"
NAMESPACES = ("user", "pid", "net", "ipc", "uts", "cgroup", "mnt")
_UNSHARE = tuple(f"--unshare-{name}" for name in ("user", "pid", "net", "ipc", "uts", "cgroup-try"))
_ROOTS = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_SYS_ADMIN")
"""What a supervisor whose children are other users needs, in its own user namespace."""
_PASSWORDS = b"root:x:0:0:root:/:/bin/false\n"


class BubblewrapWall(LocalWall):
    """Works as root, and as an ordinary user where the system lets one make user namespaces."""

    name = "bubblewrap"

    def __init__(self, advice: str = "", packages: Offered = Offered()) -> None:  # noqa: B008 - it cannot be changed
        """See LocalWall."""
        # bwrap ends with the thread that started it, not with the process: this one lasts as long as the wall.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="bubblewrap")
        self._inner: int | None = None
        super().__init__(advice, packages)

    def close(self) -> None:
        """Ends the supervisor, and with it every child."""
        super().close()
        self._starter.shutdown()

    def _launch(self, settings: dict[str, Any], descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
        bwrap = shutil.which("bwrap")
        if bwrap is None:
            raise WallError(INSTALL)
        program = command("supervisor", json.dumps({**settings, "folder": str(view.WORK)}), folder=view.PROGRAM)
        with _Pipe() as told, _Pipe() as go, _Pipe() as passwords:
            passwords.writing.write(_PASSWORDS)
            passwords.writing.close()
            ours = [told.writing.fileno(), go.reading.fileno(), passwords.reading.fileno()]
            fences = [*_fences(), "--info-fd", str(ours[0])]
            if os.geteuid() == 0:
                fences += ["--userns-block-fd", str(ours[1])]
            mounts = view.mounts((*self._packages.wanted, *self._packages.beside), ours[2])
            started = self._starter.submit(_begin, [bwrap, *fences, *mounts, "--", *program], [*descriptors, *ours])
            process = started.result()
            told.writing.close()
            self._inner = json.loads(told.reading.read() or b"{}").get("child-pid")
            if os.geteuid() == 0 and self._inner is not None:
                _map_users(Path("/proc", str(self._inner)))
                go.writing.write(b"x")
        return process

    def _around(self) -> dict[str, bool]:
        proc = Path("/proc", str(self._inner))
        held = {f"bubblewrap: own {name} namespace": _is_own(proc, name) for name in NAMESPACES}
        return {**held, "bubblewrap: own view of files": _sees_little(proc / "root")}

    def _excuse(self, code: int) -> str:
        """What bwrap says when it is asked for the namespaces alone; of a supervisor it passes nothing on."""
        bwrap = str(shutil.which("bwrap"))
        tried = [bwrap, *_UNSHARE, "--ro-bind", "/", "/", "--", bwrap, "--version"]
        said = subprocess.run(tried, capture_output=True, text=True, check=False).stderr.strip()  # noqa: S603 - as above
        if said:
            return f"the system does not let this user make namespaces ({said.splitlines()[-1]})"
        return super()._excuse(code)


class _Pipe:
    """Both ends, closed at the end whatever happens."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.reading, self.writing = os.fdopen(reading, "rb", 0), os.fdopen(writing, "wb", 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.reading.close()
        self.writing.close()


def _begin(arguments: list[str], descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - bwrap, with our own interpreter and program
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        cwd="/",
        pass_fds=descriptors,
    )


def _fences() -> list[str]:
    """Everything but the file system."""
    kept = _ROOTS if os.geteuid() == 0 else ()
    return [
        *_UNSHARE,
        *("--hostname", "sandbox", "--die-with-parent", "--new-session", "--as-pid-1", "--chdir", "/", "--clearenv"),
        *(word for pair in environment().items() for word in ("--setenv", *pair)),
        *("--cap-drop", "ALL"),
        *(word for name in kept for word in ("--cap-add", name)),
    ]


def _map_users(proc: Path) -> None:
    """Root, and a range of users for the children: of their own on the machine, or if need be as containers have."""
    for first in (FIRST_UIDS[0] + int(proc.name) % 4096 * SLOTS, FIRST_UIDS[1]):
        # One more than there are slots, because the end of the range is tried.
        text = f"0 0 1\n{FIRST_UIDS[1]} {first} {SLOTS + 1}\n"
        with contextlib.suppress(OSError):
            (proc / "gid_map").write_text(text, encoding="ascii")
            (proc / "uid_map").write_text(text, encoding="ascii")
            return
    for name in ("gid_map", "uid_map"):
        with contextlib.suppress(OSError):  # without any map the supervisor fails, and says so
            (proc / name).write_text("0 0 1\n", encoding="ascii")


def _is_own(proc: Path, namespace: str) -> bool:
    try:
        return (proc / "ns" / namespace).readlink() != Path("/proc/self/ns", namespace).readlink()
    except OSError:
        return False


def _sees_little(root: Path) -> bool:
    """Whether this very file is out of sight, and nothing can be written."""
    try:
        grader = root / Path(__file__).resolve().relative_to("/")
        return os.statvfs(root).f_flag & os.ST_RDONLY != 0 and not grader.exists()
    except OSError:
        return False
