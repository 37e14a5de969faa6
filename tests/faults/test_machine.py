"""The machine itself fails where nobody who hands in can help it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from disturbed import Class

from grader.cli import main


def test_a_hand_in_that_the_machine_cannot_read_stays_open_and_the_others_are_graded(
    quiet: Class, disturbed: Callable[[str], Class], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad sector, or too many open files: no zero, exit code 3, and the next run grades it."""
    school = disturbed("process")
    bad = school.entries / "ada" / "hw.py"
    opened = os.open

    def fails(path: str | Path, *arguments: int, **options: int) -> int:
        if str(path) == str(bad):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(bad))
        return opened(path, *arguments, **options)

    command = school.command()[3:]
    with monkeypatch.context() as broken:
        broken.setattr(os, "open", fails)
        assert main(command) == 3
    assert school.rows()["ada"] == ["0", "10", "10", ""]
    assert {who: row for who, row in school.rows().items() if who != "ada"}.items() <= quiet.rows().items()
    assert "hw.py could not be read: Input/output error" in (school.out / "faults.log").read_text(encoding="utf-8")
    assert main(command) == 0
    assert school.judgements() == quiet.judgements()
