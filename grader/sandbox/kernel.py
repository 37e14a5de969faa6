"""The `kernel` wall: a supervisor started here, whose children lock themselves in by the kernel's own means.

Nothing to install and no privilege needed: Landlock, seccomp and rlimits on any recent Linux.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.sandbox import scratch
from grader.sandbox.local import LocalWall
from grader.sandbox.packages import Offered
from grader.sandbox.process import command, environment


class KernelWall(LocalWall):
    """Nothing around the supervisor: the lock alone."""

    name = "kernel"

    def __init__(self, advice: str = "", packages: Offered = Offered()) -> None:  # noqa: B008 - it cannot be changed
        """See LocalWall."""
        self._folder = _mount_point()
        super().__init__(advice, packages)

    def close(self) -> None:
        """Ends the supervisor, and with it every child."""
        super().close()
        scratch.discard(self._folder)

    def _launch(self, settings: dict[str, Any], descriptors: Sequence[int]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and program
            command("supervisor", json.dumps({**settings, "folder": str(self._folder)})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**environment(), **(_font_list() if "matplotlib" in self._packages.wanted else {})},
            cwd="/",
            pass_fds=descriptors,
            start_new_session=True,  # no terminal, and no signals from it, for it and its children
        )


def _font_list() -> dict[str, str]:
    """Where the supervisor's matplotlib keeps what fonts there are: the user's, as the wall has nothing of its own."""
    place = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "grader", "matplotlib")
    with contextlib.suppress(OSError):  # then it looks for them each time
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {"MPLCONFIGDIR": str(place)}


def _mount_point() -> Path:
    """A folder that nobody can write to, with one in it that each child covers with its private one."""
    folder = scratch.make("kernel")
    (folder / "tmp").mkdir(mode=0o755)
    folder.chmod(0o555)
    return folder
