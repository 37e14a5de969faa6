"""Who owns a container or a folder: a process told apart from every other that had or will have its number."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PROC = Path("/proc")


@dataclass(frozen=True)
class Owner:
    """A process of this machine, as it is written on what belongs to it."""

    boot: str
    """The kernel's name for the time since it started."""
    space: str
    """Its process namespace: numbers of another one mean nothing here."""
    pid: int
    started: int
    """Clock ticks from boot to its start."""

    @classmethod
    def this(cls) -> Self:
        """The running process."""
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        pid = os.getpid()
        return cls(boot, str((_PROC / "self/ns/pid").stat().st_ino), pid, _started(pid) or 0)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The owner written on something; None if that is not how we write it."""
        parts = text.split("/")
        if len(parts) != 4 or not parts[2].isdecimal() or not parts[3].isdecimal():
            return None
        return cls(parts[0], parts[1], int(parts[2]), int(parts[3]))

    def __str__(self) -> str:
        return f"{self.boot}/{self.space}/{self.pid}/{self.started}"

    def is_dead(self, seen_by: Owner, *, runs: bool) -> bool:
        """Whether `seen_by` can be sure that this one is no more; `runs` says whether what it owned still does."""
        if self.boot != seen_by.boot:
            return not runs  # what runs was not stopped by a restart: it is another machine's, on a shared engine
        return self.space == seen_by.space and _started(self.pid) != self.started


def _started(pid: int) -> int | None:
    """When a process started, in clock ticks since boot; None if there is none."""
    try:
        status = (_PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    # The second field is the program's name in parentheses, which may hold blanks and parentheses.
    return int(status.rpartition(")")[2].split()[19])
