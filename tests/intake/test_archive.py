"""Zip archives are read without being unpacked, and refused when they are bombs, broken, or reach outside."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from grader.intake import IntakeLimits, read_submission
from grader.model import Submission

CODE = "def f():\n    return 1\n"


def packed(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes, limits: IntakeLimits | None = None) -> Submission:
    path = tmp_path / "ada.zip"
    path.write_bytes(data)
    before = set(tmp_path.rglob("*"))
    submission = read_submission(path, "ada", limits or IntakeLimits())
    assert set(tmp_path.rglob("*")) == before, "something was unpacked"
    return submission


def paths(submission: Submission) -> list[str]:
    assert not submission.refusal
    return [file.path for file in submission.files]


def test_only_code_is_kept(tmp_path: Path) -> None:
    data = packed(
        {
            "./a1/softmax.py": CODE,
            "a1/cs231n/saved/best.npy": b"\x80\x04",
            "a1/__MACOSX/._softmax.py": b"\0",
            "__MACOSX/a1/softmax.py": b"junk",
            "a1/.ipynb_checkpoints/x.py": CODE,
            "a1/picture.png": b"\x89PNG",
        }
    )
    assert paths(read(tmp_path, data)) == ["a1/softmax.py"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../evil.py", "points outside of the archive"),
        ("a/../../evil.py", "points outside of the archive"),
        ("/etc/evil.py", "absolute path"),
        ("C:/evil.py", "absolute path"),
        ("a\\evil.py", "backslash"),
        ("a/" * 30 + "evil.py", "folders deep"),
        ("../picture.png", "points outside"),
    ],
)
def test_names_that_reach_outside_are_refused(tmp_path: Path, name: str, says: str) -> None:
    submission = read(tmp_path, packed({"good.py": CODE, name: CODE}))
    assert says in submission.refusal
    assert submission.files == ()


@pytest.mark.parametrize(
    "names", [("a/x.py", "A/X.py"), ("é.py", "e\u0301.py"), ("x.py", "./x.py"), ("straße.py", "STRASSE.PY")]
)
def test_names_that_collide_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    refusal = read(tmp_path, packed(dict.fromkeys(names, CODE))).refusal
    assert "the same name on some systems" in refusal or "twice" in refusal


def test_a_name_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    data = packed({"x.py": CODE, "y.py": "x = 2"}).replace(b"y.py", b"x.py")
    assert read(tmp_path, data).refusal == "The archive is not read: it holds x.py twice."


def test_links_in_an_archive_are_left_out(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.py", CODE)
        info = zipfile.ZipInfo("link.py")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    submission = read(tmp_path, buffer.getvalue())
    assert paths(submission) == ["x.py"]
    assert submission.notes == ("link.py was left out: it is a link.",)


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    assert "packed too well" in read(tmp_path, packed({"x.ipynb": b" " * 25_000_000})).refusal
    assert "may have up to 2 MB" in read(tmp_path, packed({"x.py": b" " * 25_000_000})).refusal
    limits = IntakeLimits(unpacked_bytes=1_000_000)
    assert "would unpack to 25 MB" in read(tmp_path, packed({"x.npy": b" " * 25_000_000}), limits).refusal
    limits = IntakeLimits(wanted_bytes=30)
    assert "come to more than 30 bytes" in read(tmp_path, packed({"x.py": CODE, "y.py": CODE}), limits).refusal


def test_a_member_that_lies_about_its_size_gains_nothing(tmp_path: Path) -> None:
    data = bytearray(packed({"x.py": b"#" * 100_000}))
    for signature, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, 50)
    assert "checksum" in read(tmp_path, bytes(data)).refusal


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    data = packed({f"{number}.txt": "" for number in range(50)})
    assert "more than 20 files" in read(tmp_path, data, IntakeLimits(entries=20)).refusal
    assert "list of files is too long" in read(tmp_path, data, IntakeLimits(directory_bytes=1000)).refusal


def test_damaged_archives_are_named_as_such(tmp_path: Path) -> None:
    good = packed({"x.py": os.urandom(5000).hex()}, zipfile.ZIP_STORED)
    broken = bytearray(good)
    broken[1000] ^= 1
    assert read(tmp_path, bytes(broken)).refusal.startswith("The archive has a wrong checksum")
    assert read(tmp_path, good[:3000]).refusal.startswith("The archive is damaged or incomplete")
    assert read(tmp_path, b"not a zip").refusal.startswith("The archive is damaged or incomplete")
    assert read(tmp_path, b"Rar!\x1a\7\0").refusal.startswith("The archive is a RAR archive")
    assert read(tmp_path, b"\x1f\x8b\x08").refusal.startswith("The archive is a gzip archive")


def test_locked_and_oddly_packed_archives_are_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"x.py": CODE}))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(signature) + offset] |= 1
    assert "locked with a password" in read(tmp_path, bytes(data)).refusal
    assert "method that is not read" in read(tmp_path, packed({"x.py": CODE}, zipfile.ZIP_BZIP2)).refusal


def test_an_archive_in_an_archive_is_read_and_no_deeper(tmp_path: Path) -> None:
    inner = packed({"x.py": CODE})
    submission = read(tmp_path, packed({"code.zip": packed({"y.py": CODE, "deep.zip": inner})}))
    assert paths(submission) == ["code.zip/y.py"]
    assert submission.notes == ("code.zip/deep.zip was left out: it is an archive in an archive in an archive.",)


def test_a_broken_archive_beside_good_files_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "x.py").write_text(CODE)
    (tmp_path / "ada" / "code.zip").write_bytes(b"nonsense")
    (tmp_path / "ada" / "more.zip").write_bytes(packed({"y.py": CODE}))
    submission = read_submission(tmp_path / "ada", "ada")
    assert paths(submission) == ["more.zip/y.py", "x.py"]
    assert submission.notes == (
        "code.zip was left out. The archive is damaged or incomplete; make it again and check that it opens.",
    )


def test_a_bad_notebook_beside_good_files_is_left_out(tmp_path: Path) -> None:
    good = json.dumps({"cells": [{"cell_type": "code", "source": CODE}], "nbformat": 4})
    submission = read(tmp_path, packed({"a.ipynb": good, "b.ipynb": "<html>", "c.IPYNB": good}))
    assert paths(submission) == ["a.ipynb", "c.ipynb"]
    assert submission.notes == ("b.ipynb is no notebook: it is not JSON (line 1).",)
