"""The kernel's limits on one process. They hold for whatever runs in it afterwards, and cannot be raised again."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

STACK = 8 << 20
"""What interpreters expect; deep recursion ends in a crash of this process alone."""
DESCRIPTORS = 64


def apply(limits: dict[str, Any], threads: int | None, used: int) -> None:
    """Sets all limits, memory on top of the `used` bytes; `threads` only where the count is this process's own."""
    # A soft limit is a signal that says what happened, the hard one a second later cannot be ignored.
    _set(resource.RLIMIT_CPU, limits["cpu_seconds"], limits["cpu_seconds"] + 1)
    _set(resource.RLIMIT_AS, limits["memory_bytes"] + used)
    _set(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _set(resource.RLIMIT_NOFILE, DESCRIPTORS)
    _set(resource.RLIMIT_STACK, STACK)
    _set(resource.RLIMIT_CORE, 0)
    if threads is not None:
        _set(resource.RLIMIT_NPROC, threads)


def mapped() -> int:
    """Bytes of address space that the interpreter and its libraries take already."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _set(kind: int, soft: int, hard: int | None = None) -> None:
    """Lowers a limit, never above what the hard limit allows already."""
    ceiling = resource.getrlimit(kind)[1]
    wanted = (soft, soft if hard is None else hard)
    if ceiling != resource.RLIM_INFINITY:
        wanted = (min(wanted[0], ceiling), min(wanted[1], ceiling))
    resource.setrlimit(kind, wanted)
