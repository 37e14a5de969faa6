"""Temporary folders that a killed grader left are removed at the next start: those, and nothing else."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.cli import main
from grader.errors import InfrastructureError
from grader.sandbox import scratch
from grader.sandbox.removal import remove

NOBODY = 65534
MS_BIND, MNT_DETACH = 0x1000, 2
libc = ctypes.CDLL(None, use_errno=True)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it mounts, or gives a folder to somebody else")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary folders of this test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def left_by_a_dead_grader(temporary: Path) -> Path:
    """A folder with something in it, made by a process that was killed."""
    program = """
import os, signal, sys, tempfile
tempfile.tempdir = sys.argv[1]
from grader.sandbox import scratch
folder = scratch.make("test")
(folder / "a" / "b").mkdir(parents=True)
(folder / "a" / "b" / "file").write_text("x")
print(folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    told = subprocess.run([sys.executable, "-c", program, str(temporary)], capture_output=True, text=True, check=False)
    folder = Path(told.stdout.strip())
    assert folder.parent == temporary, told.stderr
    assert (folder / "a/b/file").exists()
    return folder


@contextmanager
def bound(source: Path, target: Path) -> Iterator[None]:
    """`source`, to be seen at `target`, too."""
    assert libc.mount(bytes(source), bytes(target), None, MS_BIND, None) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        libc.umount2(bytes(target), MNT_DETACH)


def test_what_a_dead_grader_left_is_swept_and_what_a_living_one_has_stays(temporary: Path) -> None:
    """The living one is this process."""
    left, kept = left_by_a_dead_grader(temporary), scratch.make("test")
    assert scratch.sweep() == [left]
    assert list(temporary.iterdir()) == [kept]


def test_what_only_looks_like_ours_stays(temporary: Path) -> None:
    """Other programs' folders, files and links that bear a dead owner's mark, and what stands behind the link."""
    left = left_by_a_dead_grader(temporary)
    precious = temporary / "precious"
    (precious / "inner").mkdir(parents=True)
    link, file, foreign = (left.with_name(left.name[:-1] + end) for end in ("L", "F", "X.1"))
    link.symlink_to(precious)
    file.write_text("x", encoding="utf-8")
    foreign.mkdir()
    (left / "way").symlink_to(precious)
    (left / "a" / "way").symlink_to(precious / "inner")
    assert scratch.sweep() == [left]
    assert (precious / "inner").is_dir()
    assert link.is_symlink()
    assert file.exists()
    assert foreign.exists()


def test_what_was_left_before_a_restart_is_swept_and_what_another_machine_has_stays(temporary: Path) -> None:
    """Where machines share a file system, nobody can tell whether a process of another one lives."""
    left = left_by_a_dead_grader(temporary)
    parts = left.name.split(".")
    restarted = left.with_name(".".join([parts[0], "another-boot", *parts[2:]]))
    elsewhere = left.with_name(".".join([parts[0], "another-boot", *parts[2:5], "00000000", parts[6]]))
    left.rename(restarted)
    elsewhere.mkdir()
    assert scratch.sweep() == [restarted]
    assert elsewhere.exists()


@as_root
def test_folders_of_other_users_stay(temporary: Path) -> None:
    """Even for root, and even with the mark of a dead grader."""
    left = left_by_a_dead_grader(temporary)
    os.chown(left, NOBODY, NOBODY)
    assert scratch.sweep() == []
    assert (left / "a/b/file").exists()


@as_root
def test_nothing_is_deleted_through_a_mount(temporary: Path) -> None:
    """A folder of the same file system that is mounted below ours is detached, and stays whole."""
    left = left_by_a_dead_grader(temporary)
    precious = temporary / "precious"
    (precious / "inner").mkdir(parents=True)
    (precious / "inner" / "file").write_text("x", encoding="utf-8")
    with bound(precious, left / "a" / "b"), bound(precious, left / "a" / "b" / "inner"):
        assert scratch.sweep() == [left]
    assert (precious / "inner" / "file").exists()


@as_root
@pytest.mark.parametrize("place", [".", "a", "a/b"])
def test_where_a_mount_cannot_be_detached_nothing_below_it_is_touched(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """At whatever depth it lies; a device number would not tell it, since the file system is the same."""
    left = left_by_a_dead_grader(temporary)
    precious = temporary / "precious"
    precious.mkdir()
    (precious / "file").write_text("x", encoding="utf-8")
    monkeypatch.setattr("grader.sandbox.removal._detach", lambda _folder: None)
    with bound(precious, left / place):
        assert precious.stat().st_dev == left.parent.stat().st_dev
        assert scratch.sweep() == []
        assert (precious / "file").exists()
    assert (precious / "file").exists()


def test_a_tree_that_resists_is_removed_whole(temporary: Path) -> None:
    """Deeper than a path may be long, wider than files may be open, closed to its owner."""
    folder = scratch.make("test")
    program = """
import os, sys
os.chdir(sys.argv[1])
for number in range(3000):
    os.mkdir(f"closed{number}", 0)
for _ in range(3000):
    open("file", "w").close()
    os.mkdir("deeper")
    os.chdir("deeper")
"""
    subprocess.run([sys.executable, "-c", program, str(folder)], check=True)
    remove(folder)
    assert list(temporary.iterdir()) == []


def test_without_room_one_sentence_says_where_and_how_to_mend(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours, not a traceback."""
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "nowhere"))
    with pytest.raises(InfrastructureError, match=r"nowhere: No such file or directory; .*TMPDIR"):
        scratch.make("test")


def test_where_every_disk_is_full_it_is_one_sentence_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python then finds no place for temporary files at all."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(tmp_path / "nowhere")])
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.py").write_text("x = 1", encoding="utf-8")
    command = ["grade", str(tmp_path / "class"), "-o", str(tmp_path / "out"), "-a", "linear_classifiers"]
    assert main([*command, "--wall", "kernel"]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "No usable temporary directory" in said
    assert "TMPDIR" in said
