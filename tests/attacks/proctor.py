"""Runs `grader` with the limits of a test, and tells what it left behind: `python proctor.py TOLD ARGUMENTS...`.

Whatever a process of it leaves comes to this one, which asked to inherit orphans. TOLD becomes a JSON file:
{"code": exit code, "pid": of the grader, "orphans": [command lines]}.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from pathlib import Path

SET_CHILD_SUBREAPER = 36
PATIENCE = 10.0
"""Seconds in which whatever was killed must be gone."""


def main() -> None:
    told, *arguments = sys.argv[1:]
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    pid = os.fork()
    if pid == 0:
        sys.exit(graded(arguments))
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    Path(told).write_text(json.dumps({"code": code, "pid": pid, "orphans": orphans()}), encoding="utf-8")


def graded(arguments: list[str]) -> int:
    """The command line, with limits that a test can wait for."""
    from grader.cli import main as command_line  # noqa: PLC0415 - in the child alone
    from grader.commands import workplace  # noqa: PLC0415
    from grader.sandbox.limits import MIB, Limits  # noqa: PLC0415

    limits = Limits(wall_seconds=3.0, load_seconds=15.0, submission_seconds=60.0, memory_bytes=256 * MIB)
    workplace.Limits = lambda: limits  # type: ignore[misc,assignment]
    return command_line(arguments)


def orphans() -> list[str]:
    """Command lines of what is still there when everything had time to end."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return []
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return [Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace") for pid in children]


if __name__ == "__main__":
    main()
