"""What one submission may use, and what happens at the edge is said in `session.verdict_on`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Generous for the work of a course on a slow laptop, small enough that one submission harms nobody else."""

    wall_seconds: float = 10.0
    """Per run of a probe."""
    cpu_seconds: int = 300
    """Per process, over all its runs: the backstop behind the wall time of single runs."""
    load_seconds: float = 20.0
    """For parsing all files, or for running what the wanted names depend on."""
    submission_seconds: float = 300.0
    """Wall time for everything together."""
    memory_bytes: int = 2048 * MIB
    """Address space on top of what the interpreter and numpy have mapped already."""
    processes: int = 64
    """Threads; new processes are never allowed behind a wall."""
    printed_bytes: int = 64 * 1024
    """Of stdout and stderr together, per run; the rest is dropped."""
    answer_bytes: int = 64 * MIB
    """All arrays of one answer."""
    kept_bytes: int = 512 * MIB
    """All arrays of all answers of one submission, which are kept until it is judged."""
    file_bytes: int = 16 * MIB
    """The largest file, and the size of the private temporary folder where there is one."""
    start_seconds: float = 60.0
    """Until a fresh worker says that it is locked; ours, not the student's."""

    def as_json(self) -> dict[str, Any]:
        """For the supervisor, which runs elsewhere and does not import this module."""
        return asdict(self)
