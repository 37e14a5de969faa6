"""A full disk: one sentence says where and how to mend it, what was graded is kept, the same command goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from disturbed import Class
from needs import lacking


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A file system of this size; what is yielded makes it another."""
    if os.geteuid() != 0:
        lacking("root, to mount a small file system")
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)], check=True)
    try:
        yield lambda size: subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True) and None
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_reports_that_find_no_room_are_made_by_the_next_run(quiet: Class, disturbed: Callable[[str], Class]) -> None:
    """Exit code 3 and one sentence; the reports that were written are whole."""
    school = disturbed("kernel")
    with small_disk(school.out, "400k") as resize:
        code, _, err = school.grade()
        assert code == 3, err
        assert err.count("\n") == 1
        assert f"{school.out}" in err
        assert "No space left on device" in err
        assert "run the same command again" in err
        kept = school.judgements()
        assert 0 < len(kept) < len(quiet.judgements())
        assert kept.items() <= quiet.judgements().items()
        assert not [entry for entry in school.out.iterdir() if entry.name.startswith(".")]
        stamps = {student: (school.out / student / "report.json").stat().st_mtime_ns for student in kept}
        resize("10m")
        code, _, err = school.grade()
        assert code == 0, err
        assert school.judgements() == quiet.judgements()
        assert school.rows() == quiet.rows()
        assert stamps == {student: (school.out / student / "report.json").stat().st_mtime_ns for student in kept}


def test_without_room_for_temporary_files_others_places_are_taken(
    quiet: Class, disturbed: Callable[[str], Class]
) -> None:
    """As long as the system has one with room."""
    school = disturbed("kernel")
    with small_disk(school.temporary, "4k"):
        (school.temporary / "full").write_bytes(bytes(4096))
        assert school.grade()[0] == 0
    assert school.judgements() == quiet.judgements()


def test_a_temporary_folder_that_fills_up_is_told_in_one_sentence(disturbed: Callable[[str], Class]) -> None:
    """The demo writes its class there; nothing of it stays."""
    school = disturbed("kernel")
    with small_disk(school.temporary, "64k"):
        command = [sys.executable, "-m", "grader", "demo", "--wall", "kernel", "-o", str(school.out)]
        environment = {**os.environ, **school.environment}
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert told.returncode == 3
        assert told.stderr.count("\n") == 1
        assert "No space left on device" in told.stderr
        assert "TMPDIR" in told.stderr
        assert list(school.temporary.iterdir()) == []


def test_a_student_called_like_the_gradebook_does_no_harm(disturbed: Callable[[str], Class]) -> None:
    """Its folder gets another name, and everybody's points are in the gradebook."""
    school = disturbed("kernel")
    school.entries = school.out.with_name("odd")
    for student in ("ada", "grades.csv", "Faults.log"):
        school.hand_in(student)
    assert school.grade()[0] == 0
    assert set(school.rows()) == {"ada", "grades.csv_", "Faults.log_"}
