"""A folder with one entry per student becomes one submission per student, whatever the entries are."""

from __future__ import annotations

import json
import os
import socket
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.intake import IntakeLimits, read_batch, read_submission
from grader.intake.names import student_id
from grader.model import Submission

CODE = "def f():\n    return 1\n"


def notebook(*cells: str) -> str:
    code = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": code})


def students(folder: Path) -> dict[str, Submission]:
    return {submission.student: submission for submission in read_batch(folder)}


def one(path: Path, limits: IntakeLimits | None = None) -> Submission:
    return read_submission(path, "ada", limits or IntakeLimits())


def test_each_kind_of_entry_is_read(tmp_path: Path) -> None:
    (tmp_path / "ada.py").write_text(CODE)
    (tmp_path / "bob" / "cs231n" / "classifiers").mkdir(parents=True)
    (tmp_path / "bob" / "cs231n" / "classifiers" / "softmax.py").write_text(CODE)
    (tmp_path / "bob" / "cs231n" / "__init__.py").write_text("")
    (tmp_path / "cy.ipynb").write_text(notebook("%matplotlib inline\n", CODE))
    with zipfile.ZipFile(tmp_path / "dee.zip", "w") as archive:
        archive.writestr("hw/x.py", CODE)
        archive.writestr("hw/x.ipynb", notebook(CODE))
    read = students(tmp_path)
    assert list(read) == ["ada", "bob", "cy", "dee"]
    assert [(file.path, file.cells) for file in read["ada"].files] == [("ada.py", (CODE,))]
    assert [file.path for file in read["bob"].files] == ["cs231n/__init__.py", "cs231n/classifiers/softmax.py"]
    assert read["cy"].files[0].cells == ("%matplotlib inline\n", CODE)
    assert read["cy"].files[0].notebook
    assert [(file.path, file.notebook) for file in read["dee"].files] == [("hw/x.ipynb", True), ("hw/x.py", False)]
    assert not any(submission.notes or submission.refusal for submission in read.values())


def test_nobody_is_called_like_a_file_that_a_class_is_graded_into(tmp_path: Path) -> None:
    """A student's folder in the place of the gradebook would leave the class without one."""
    for name in ("grades.csv", "FAULTS.log.py", "ada.py"):
        (tmp_path / name).write_text(CODE)
    (tmp_path / "grades.csv.zip").mkdir()
    assert not {"grades.csv", "faults.log"} & {name.casefold() for name in students(tmp_path)}
    assert "ada" in students(tmp_path)


def test_entries_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "ada.py").write_text(CODE)
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "a.py").write_text(CODE)
    read = students(tmp_path)
    assert list(read) == ["ada", "ada.py"]
    assert read["ada.py"].notes == ("Several entries are called ada; this report is about ada.py.",)


def test_a_folder_that_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read as a folder of submissions"):
        read_batch(tmp_path / "nowhere")


def test_what_systems_leave_behind_is_no_students_work(tmp_path: Path) -> None:
    for name in (".DS_Store", "__MACOSX", ".git", "Thumbs.db"):
        (tmp_path / name).mkdir()
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "x.py").write_text(CODE)
    for junk in (
        "__pycache__",
        ".ipynb_checkpoints",
        "__MACOSX",
        ".git",
        "venv/lib/site-packages",
        "env/site-packages",
    ):
        (tmp_path / "ada" / junk).mkdir(parents=True)
        (tmp_path / "ada" / junk / "y.py").write_text(CODE)
    (tmp_path / "ada" / "._x.py").write_bytes(b"\0\5\x16\7")
    (tmp_path / "ada" / "weights.npy").write_bytes(b"\x93NUMPY")
    (tmp_path / "ada" / "notes.pdf").write_bytes(b"%PDF")
    read = students(tmp_path)
    assert list(read) == ["ada"]
    assert [file.path for file in read["ada"].files] == ["x.py"]
    assert read["ada"].notes == ()


@pytest.mark.parametrize("name", ["ada.tar.gz", "ada.rar", "ada.docx", "ada.pdf", "ada", "ada.txt", "ada.pyc"])
def test_other_kinds_are_refused_with_the_kinds_that_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something")
    (submission,) = read_batch(tmp_path)
    assert submission.student == "ada"
    assert "reads .py files, .ipynb notebooks, folders of these, and .zip archives" in submission.refusal


def test_nothing_to_grade_is_said_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    (tmp_path / "b.ipynb").write_text(notebook())
    (tmp_path / "c").mkdir()
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "data.csv").write_text("1")
    zipfile.ZipFile(tmp_path / "e.zip", "w").close()
    (tmp_path / "f.ipynb").write_text("")
    (tmp_path / "g.zip").write_text("")
    refusals = {name: submission.refusal for name, submission in students(tmp_path).items()}
    kinds = "the grader reads .py files, .ipynb notebooks, folders of these, and .zip archives."
    assert refusals == {
        "a": "There is nothing to grade: a.py is empty.",
        "b": "There is nothing to grade: b.ipynb has no code cells.",
        "c": f"There is nothing to grade in c: {kinds}",
        "d": f"There is nothing to grade in d: {kinds}",
        "e": f"There is nothing to grade in e.zip: {kinds}",
        "f": "f.ipynb is empty.",
        "g": "The archive is empty: a file of 0 bytes.",
    }


def test_links_pipes_and_sockets_are_refused_without_being_opened(tmp_path: Path) -> None:
    target = tmp_path / "secret.txt"
    target.write_text("secret = 1")
    batch = tmp_path / "batch"
    batch.mkdir()
    (batch / "a.py").symlink_to(target)
    (batch / "b").symlink_to(tmp_path)
    os.mkfifo(batch / "c.py")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(batch)
        try:
            listener.bind("d.py")
        finally:
            os.chdir(here)
        (batch / "e").mkdir()
        (batch / "e" / "x.py").write_text(CODE)
        (batch / "e" / "link.py").symlink_to(target)
        os.mkfifo(batch / "e" / "pipe.ipynb")
        (batch / "e" / "more").symlink_to(tmp_path)
        read = students(batch)
    assert read["a"].refusal == "a.py is a link; hand in the file itself."
    assert read["b"].refusal == "b is a link; hand in the file itself."
    assert read["c"].refusal == "c.py is no ordinary file (a pipe, socket or device); hand in the file itself."
    assert read["d"].refusal == "d.py is no ordinary file (a pipe, socket or device); hand in the file itself."
    assert [file.path for file in read["e"].files] == ["x.py"]
    assert read["e"].notes == (
        "link.py was left out: it is a link.",
        "pipe.ipynb was left out: it is no ordinary file (a pipe, socket or device).",
    )


@pytest.mark.parametrize(("name", "says"), [("a.py", "may have up to 2 MB"), ("a.ipynb", "30 MB"), ("a.zip", "500 MB")])
def test_huge_files_are_refused_without_being_read(tmp_path: Path, name: str, says: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(2 * 2**30)
    assert says in one(tmp_path / name).refusal


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.py").write_text(CODE)

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert one(tmp_path / "x.py").refusal == "x.py could not be opened: Permission denied."
    assert one(tmp_path).refusal == "x.py could not be opened: Permission denied."


def test_too_much_of_everything_is_refused(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"x{number}.py").write_text(CODE)
    assert "more than 3 Python files" in one(tmp_path, IntakeLimits(files=3)).refusal
    assert "more than 4 files" in one(tmp_path, IntakeLimits(entries=4)).refusal
    assert "larger than 60 bytes together" in one(tmp_path, IntakeLimits(total_bytes=60)).refusal
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    assert "nested more than 1 deep" in one(tmp_path, IntakeLimits(depth=1)).refusal
    assert one(tmp_path, IntakeLimits(source_bytes=3)).refusal.startswith("x0.py was left out: a source file may have")


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffx = 'ä'\r\n".encode(),
        "x = 'ä'\r\n".encode("utf-16"),
        "x = 'ä'\r\n".encode("utf-16-le"),
        "x = 'ä'\r\n".encode("utf-16-be"),
        "x = 'ä'\r\n".encode("utf-32"),
        "x = 'ä'\r\n".encode(),
    ],
)
def test_encodings_of_editors_are_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.py").write_bytes(data)
    assert one(tmp_path / "x.py").files[0].cells == ("x = 'ä'\r\n",)


def test_declared_encodings_are_believed_and_others_guessed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes("#!/usr/bin/python\n# -*- coding: cp1251 -*-\nx = 'Я'\n".encode("cp1251"))
    (tmp_path / "b.py").write_bytes("x = 'é'\n".encode("latin-1"))
    (tmp_path / "c.py").write_bytes(b"# coding: unicode_escape\nx = 1\n")
    (tmp_path / "d.py").write_bytes(b"# coding: no-such-thing\nx = 1\n")
    submission = one(tmp_path)
    assert [file.cells[0].splitlines()[-1] for file in submission.files] == ["x = 'Я'", "x = 'é'", "x = 1", "x = 1"]
    assert submission.notes == ("b.py is not UTF-8 and was read as Latin-1.",)


def test_binary_files_named_py_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_bytes(b"\x00\x01\x02\xff" * 10)
    assert one(tmp_path / "x.py").refusal.startswith("x.py")
    assert "NUL" in one(tmp_path / "x.py").refusal


@pytest.mark.parametrize(
    "name", ["a\nb\x1b[31m.py", "\u202eyp.evil.py", "x" * 240 + ".py", "名前 Łukasz.py", "..py", "con.py"]
)
def test_names_are_shown_clean_and_safe_as_folders(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(CODE)
    if name.startswith("."):
        assert list(read_batch(tmp_path)) == []
        return
    (submission,) = read_batch(tmp_path)
    assert submission.files
    assert submission.student.isprintable()
    (tmp_path / "out" / submission.student).mkdir(parents=True)
    assert len(submission.student.encode()) <= 120
    assert name != "名前 Łukasz.py" or submission.student == "名前 Łukasz"


def test_undecodable_names_are_read(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")).mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9/x\xff.py")).write_text(CODE)
    (submission,) = read_batch(tmp_path)
    assert submission.files[0].path == "x?.py"
    submission.student.encode()
    assert submission.digest


@given(st.lists(st.text(max_size=300), max_size=8))
def test_student_ids_are_unique_and_harmless(names: list[str]) -> None:
    taken: set[str] = set()
    ids = [student_id(name, taken) for name in names]
    assert len({one.casefold() for one in ids}) == len(names)
    for name in ids:
        assert name not in {"", ".", ".."}
        assert not set(name) & set('/\\<>:"|?*\0')
        assert not any(unicodedata.category(letter).startswith("C") for letter in name)
        assert len(name.encode()) <= 120
        assert name == name.strip(" .")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.binary(max_size=200), ending=st.sampled_from([".py", ".ipynb", ".zip"]))
def test_any_bytes_become_a_submission(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    path.write_bytes(data)
    submission = one(path)
    assert bool(submission.files) != bool(submission.refusal)
    assert submission.digest
