"""What platforms let instructors download becomes one hand-in per student, and nobody is lost."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.identity import Identity, read_people, write_people
from grader.intake import LAYOUTS, IntakeLimits, read_batch
from grader.intake.names import student_id
from grader.model import Submission

CODE = "def f():\n    return 1\n"


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def folder(path: Path, members: dict[str, str | bytes]) -> Path:
    for name, content in members.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def archive(members: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def read(path: Path, **options: object) -> dict[str, Submission]:
    return {submission.student: submission for submission in read_batch(path, **options)}  # type: ignore[arg-type]


CANVAS: dict[str, str | bytes] = {
    "doejane_12345_678_softmax-1.py": CODE,
    "doejane_12345_679_svm.py": CODE,
    "roebob_LATE_222_680_hw.zip": archive({"cs231n/softmax.py": CODE, "README.md": "x"}),
    "李雷_333_681_作业.py": CODE,
    "typed_444_text.html": "<p>my work</p>",
    "linked_555_link.html": "<a href='https://example.org'>",
    "pdf_666_690_report.pdf": b"%PDF",
}
MOODLE: dict[str, str | bytes] = {
    "Jane Doe_101_assignsubmission_file/sub/softmax.py": CODE,
    "Jane Doe_101_assignsubmission_file/svm.py": CODE,
    "Jane Doe_101_assignsubmission_onlinetext/onlinetext.html": "<p>see file</p>",
    "Bob Roe_102_assignsubmission_file_/old.py": CODE,
    "Flat Fay_103_assignsubmission_file_hw.py": CODE,
    "Participant_104_assignsubmission_file_hw.py": CODE,
    ". Kumar_106_assignsubmission_file/hw.py": CODE,
    "李雷_105_assignsubmission_onlinetext/onlinetext.html": "x",
}
GRADESCOPE: dict[str, str | bytes] = {
    "assignment_9_export/submission_metadata.yml": """---
submission_1:
  :submitters:
  - :name: Jane Doe
    :sid: '111'
    :email: jane@example.org
  - :name: Bob Roe
    :sid: '222'
    :email: bob@example.org
  :created_at: 2026-09-01 21:30:10.537213000 Z
  :score: 3.5
  :status: processed
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: &1
    - output: ok
  :history:
  - :results: *1
submission_2:
  :submitters:
  - :name: 李雷
    :sid:
    :email: li@example.org
  :created_at: 2026-09-02 21:30:10.5 +02:00
submission_3:
  :submitters:
  - :name: No Files
    :sid: 444
""",
    "assignment_9_export/submission_1/softmax.py": CODE,
    "assignment_9_export/submission_2/hw.ipynb": "{}",
    "assignment_9_export/submission_9/untold.py": CODE,
}
NBGRADER: dict[str, str | bytes] = {
    "submitted/ann/ps1/problem.py": CODE,
    "submitted/ann/ps1/timestamp.txt": "2026-02-02 15:58:23.948203 America/Los_Angeles\n",
    "submitted/ben/ps1/problem.py": CODE,
    "submitted/ben/ps1/timestamp.txt": "2026-02-02 15:58:23 UTC",
    "submitted/ben/ps2/other.py": CODE,
    "source/ps1/problem.py": "### BEGIN SOLUTION\n",
}


@pytest.mark.parametrize("form", [zipped, folder])
def test_canvas(tmp_path, form):
    """By user id; several attachments are one hand-in; Canvas's numbers on modules go; late is told."""
    batch = read_batch(form(tmp_path / "download", CANVAS))
    found = {submission.student: submission for submission in batch}
    assert batch.layout == "canvas"
    assert batch.remarks == ("layout: Canvas submissions (canvas), 6 hand-ins",)
    assert sorted(found) == ["12345", "222", "333", "444", "555", "666"]
    assert [file.path for file in found["12345"].files] == ["softmax.py", "svm.py"]
    assert [file.path for file in found["222"].files] == ["cs231n/softmax.py"]
    assert found["222"].notes == ("Canvas marks it as late.",)
    assert [file.path for file in found["333"].files] == ["作业.py"]
    assert found["444"].refusal == "It was handed in as text typed into Canvas; hand in the files themselves."
    assert found["555"].refusal == "It was handed in as a link; hand in the files themselves."
    assert "report.pdf" in found["666"].refusal
    assert {who.student: (who.name, who.late) for who in batch.people}["222"] == ("roebob", True)


def test_canvas_without_names(tmp_path):
    """Anonymous hand-ins are told apart by what Canvas gives them; two are late or not."""
    members = {"anon_ab1_1_x.py": CODE, "LATE_anon_cd2_2_y.py": CODE}
    batch = read_batch(zipped(tmp_path / "a.zip", members))
    assert sorted((who.student, who.name, who.late) for who in batch.people) == [
        ("anon_ab1", "", False),
        ("anon_cd2", "", True),
    ]


def test_canvas_keeps_numbers_that_tell_files_apart(tmp_path):
    """`a-1.py` and `a-2.py` of one student would both be `a.py`; and a notebook may well be called so."""
    members = {f"x_1_{number}_{name}": CODE for number, name in enumerate(["a-1.py", "a-2.py", "b-1.ipynb", "c-7.py"])}
    members["x_1_2_b-1.ipynb"] = '{"cells": [{"cell_type": "code", "source": "f = 1"}]}'
    (submission,) = read_batch(zipped(tmp_path / "a.zip", members))
    assert sorted(file.path for file in submission.files) == ["a-1.py", "a-2.py", "b-1.ipynb", "c.py"]


@pytest.mark.parametrize("form", [zipped, folder])
def test_moodle(tmp_path, form):
    """By participant; folders new and old, flat files, blind ones; typed text beside files is for people."""
    batch = read_batch(form(tmp_path / "download", MOODLE))
    found = {submission.student: submission for submission in batch}
    assert batch.layout == "moodle"
    assert sorted(found) == ["101", "102", "103", "104", "105", "106"]
    assert [file.path for file in found["101"].files] == ["sub/softmax.py", "svm.py"]
    assert [file.path for file in found["102"].files] == ["old.py"]
    assert {who.student: who.name for who in batch.people}["106"] == ". Kumar"
    assert [file.path for file in found["103"].files] == ["hw.py"]
    assert found["105"].refusal == "It was typed into Moodle; hand in files."
    assert {who.student: who.name for who in batch.people}["104"] == ""
    assert {who.student: who.name for who in batch.people}["105"] == "李雷"


@pytest.mark.parametrize("form", [zipped, folder])
def test_gradescope(tmp_path, form):
    """Every member of a group has the group's files; whoever the metadata does not tell is not lost."""
    batch = read_batch(form(tmp_path / "download", GRADESCOPE))
    found = {submission.student: submission for submission in batch}
    assert batch.layout == "gradescope"
    assert sorted(found) == ["111", "222", "444", "li@example.org", "submission_9"]
    assert found["111"].files == found["222"].files
    assert found["222"].notes == ("Handed in by a group of 2.",)
    assert found["111"].received == "2026-09-01T21:30:10+00:00"
    assert found["li@example.org"].received == "2026-09-02T21:30:10+02:00"
    assert "has no files" in found["444"].refusal
    assert found["submission_9"].files
    assert batch.remarks[1] == "not of this layout, taken for hand-ins all the same: submission_9"


@pytest.mark.parametrize(
    "metadata",
    [
        "[1, 2",
        "- a\n- b\n",
        "a: 3\n",
        "a: " + "[" * 5000,
        "\xff",
        "a: &a [x]\nb: {<<: *a}\n",
        "!!python/object/apply:os.system ['touch /tmp/owned']",
    ],
)
def test_a_gradescope_export_that_says_nothing_is_told_in_one_sentence(tmp_path, metadata):
    """Whatever the YAML holds, nothing of it is run, and it is no traceback."""
    members = {"submission_metadata.yml": metadata.encode("latin-1"), "submission_1/a.py": CODE}
    with pytest.raises(UsageError, match="export the submissions again"):
        read_batch(folder(tmp_path / "export", members))


def test_times_that_point_to_what_is_not_read_are_found(tmp_path):
    """Ruby writes what comes twice as an alias."""
    text = "s1:\n  :history:\n  - &1 2026-01-02 03:04:05 Z\n  :submitters:\n  - :sid: 7\n  :created_at: *1\n"
    found = read(folder(tmp_path / "export", {"submission_metadata.yml": text, "s1/a.py": CODE}))
    assert found["7"].received == "2026-01-02T03:04:05+00:00"


def test_merge_keys_multiply_nothing(tmp_path):
    """A laugh of a billion needs merging; here `<<` is a key like any other."""
    lines = ["a0: &a0 {x: 1}"] + [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 12)]
    members = {"submission_metadata.yml": "\n".join(lines), "a11/x.py": CODE}
    assert "a11" in read(folder(tmp_path / "export", members))


def test_nbgrader(tmp_path):
    """From the course folder or from `submitted`; times with zones of every kind."""
    course = folder(tmp_path / "course", NBGRADER)
    found = read(course, assignment="ps1")
    assert sorted(found) == ["ann", "ben"]
    assert found["ann"].received == "2026-02-02T15:58:23-08:00"
    assert found["ben"].received == "2026-02-02T15:58:23+00:00"
    assert [file.path for file in found["ben"].files] == ["problem.py"]
    assert sorted(read(course / "submitted", assignment="ps1")) == ["ann", "ben"]
    with pytest.raises(UsageError, match="it has ps1, ps2"):
        read_batch(course, assignment="intro")


def commit(place: Path, when: str) -> None:
    environment = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when, "HOME": str(place), "PATH": "/usr/bin:/bin"}
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=place, env=environment, check=True)


@pytest.mark.skipif(shutil.which("git") is None and not os.environ.get("CI"), reason="needs git")
def test_clones(tmp_path):
    """By user, at the time of the last commit; git's own files are nobody's work, its configuration is not read."""
    class_of = folder(tmp_path / "hw1-submissions", {"hw1-ann-b/softmax.py": CODE, "hw1-ann-c/svm.py": CODE})
    commit(class_of / "hw1-ann-b", "2026-03-01T12:00:00+0530")
    commit(class_of / "hw1-ann-c", "2026-03-02T12:00:00+0000")
    subprocess.run(["git", "gc", "-q"], cwd=class_of / "hw1-ann-c", check=True)
    owned = tmp_path / "owned"
    with (class_of / "hw1-ann-b/.git/config").open("a") as config:
        config.write(
            f'[core]\n\tfsmonitor = "touch {owned}"\n\tpager = "touch {owned}"\n[log]\n\tshowSignature = true\n'
        )
        config.write(f'[gpg]\n\tprogram = "touch {owned}"\n[alias]\n\tcat-file = "!touch {owned}"\n')
    hook = class_of / "hw1-ann-b/.git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {owned}\n")
    hook.chmod(0o755)
    found = read(class_of)
    assert sorted(found) == ["ann-b", "ann-c"]
    assert found["ann-b"].received == "2026-03-01T12:00:00+05:30"
    assert found["ann-c"].received == "2026-03-02T12:00:00+00:00"
    assert [file.path for file in found["ann-c"].files] == ["svm.py"]
    assert not owned.exists()


def test_a_clone_that_points_elsewhere_tells_no_time(tmp_path):
    """HEAD may say anything; a link in the place of the objects is not followed."""
    class_of = folder(tmp_path / "x", {"a-ann/.git/HEAD": "ref: refs/../../secret", "a-ben/.git/HEAD": "f" * 40})
    (class_of / "a-ben/.git/objects").symlink_to("/")
    assert {who.student: who.received for who in read_batch(class_of).people} == {"ann": "", "ben": ""}


# ---------------------------------------------------------------- recognising


@pytest.mark.parametrize(
    ("members", "name"),
    [(CANVAS, "canvas"), (MOODLE, "moodle"), (GRADESCOPE, "gradescope"), (NBGRADER, "nbgrader")],
)
def test_one_folder_around_it_all_does_not_matter(tmp_path, members, name):
    """Archives are often of a folder, and systems leave their own beside it."""
    inner = {f"download/{path}": content for path, content in members.items()}
    path = zipped(tmp_path / "x.zip", inner | {"__MACOSX/._x": b"", ".DS_Store": b""})
    assert read_batch(path, assignment="ps1").layout == name


@pytest.mark.parametrize(
    "members",
    [
        {"ada.py": CODE, "bob/cs231n/softmax.py": CODE, "cy.zip": archive({"a.py": CODE})},
        {"ada/hw_1_2_x.py": CODE, "bob/softmax.py": CODE},
        {"ada_1.py": CODE, "bob_2_final.py": CODE},
        {"submission_a/x.py": CODE},
        {"ada/softmax/a.py": CODE, "ada/svm/b.py": CODE},
    ],
)
def test_a_folder_with_an_entry_per_student_stays_one(tmp_path, members):
    """Nothing of it is taken for a platform's."""
    batch = read_batch(folder(tmp_path / "class", members))
    assert batch.layout == "folder"
    assert len(batch) == len({path.split("/")[0] for path in members})
    assert all(submission.files for submission in batch)


def test_a_class_may_be_one_archive_of_entries(tmp_path):
    """As a folder is, without unpacking it."""
    found = read(zipped(tmp_path / "x.zip", {"ada.py": CODE, "bob/a.py": CODE, "cy.zip": archive({"a.py": CODE})}))
    assert {student: [file.path for file in each.files] for student, each in found.items()} == {
        "ada": ["ada.py"],
        "bob": ["bob/a.py"],
        "cy": ["a.py"],
    }


def test_a_layout_that_is_named_is_taken(tmp_path):
    """And what does not fit it is a hand-in all the same, and told."""
    path = folder(tmp_path / "x", {"doe_1_2_a.py": CODE, "ada.py": CODE, "bob.py": CODE})
    assert read_batch(path).layout == "folder"
    batch = read_batch(path, layout="canvas")
    assert [submission.student for submission in batch] == ["1", "ada", "bob"]
    assert batch.remarks[1].endswith("ada.py, bob.py")
    with pytest.raises(UsageError, match="there is no layout 'blackboard'; there are gradescope, canvas"):
        read_batch(path, layout="blackboard")
    assert set(LAYOUTS) == {"gradescope", "canvas", "moodle", "nbgrader", "classroom", "folder"}


# ---------------------------------------------------------------- hostile, and unlucky


def test_what_is_wrong_with_one_hand_in_of_a_download_is_its_own(tmp_path):
    """A bomb, a name that leads outside, a broken archive: the others are read."""
    members: dict[str, str | bytes] = {
        "good_1_1_a.py": CODE,
        "bomb_2_2_b.py": b"0" * 1_900_000,
        "zip_3_3_c.zip": b"PK\x03\x04 no archive",
        "huge_4_4_d.py": b"#" * 3_000_000,
        "outside_5_5_e.zip": archive({"../../x.py": CODE}),
        "empty_6_6_f.py": "",
        "odd_7_7_\u202egnp.py": CODE,
    }
    found = read(zipped(tmp_path / "x.zip", members))
    assert found["1"].files
    assert "packed too well" in found["2"].refusal
    assert "damaged" in found["3"].refusal
    assert "up to 2 MB" in found["4"].refusal
    assert "points outside" in found["5"].refusal
    assert "is empty" in found["6"].refusal
    assert [file.path for file in found["7"].files] == ["_gnp.py"]


def test_names_in_a_download_that_lead_outside_are_refused_one_by_one(tmp_path):
    """Backslashes and drives in a member's name: its student has a sentence, nobody's file is written."""
    members = {"a_1_1_..\\x.py": CODE, "b_2_2_ok.py": CODE, "../c_3_3_x.py": CODE}
    found = read(zipped(tmp_path / "x.zip", members), layout="canvas")
    assert "backslash" in found["1"].refusal
    assert found["2"].files
    assert len(found) == 3


def test_a_damaged_download_is_not_the_students_fault(tmp_path):
    """A checksum that does not fit inside the class's archive leaves points open."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a_1_1_a.py", "def a(): return 'untouched'\n")
        made.writestr("b_2_2_b.py", CODE)
    path.write_bytes(path.read_bytes().replace(b"untouched", b"unTouched"))
    found = read(path)
    assert "the download of the class is damaged" in found["1"].fault
    assert not found["1"].refusal
    assert found["2"].files


def test_what_is_no_download_is_told(tmp_path):
    """Neither a folder nor an archive."""
    (tmp_path / "x.zip").write_bytes(b"no archive")
    for name in ("x.zip", "nowhere.zip"):
        with pytest.raises(UsageError, match="cannot be read as a folder of submissions"):
            read_batch(tmp_path / name)


def test_a_large_archive_of_one_student_is_read_like_one_in_a_folder(tmp_path):
    """Data sets are often handed in; what counts is what is read of them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("cifar.bin", b"x" * 3_000_000)
        made.writestr("a.py", CODE)
    limits = IntakeLimits(inner_archive_bytes=1_000_000)
    found = read(zipped(tmp_path / "x.zip", {"a_1_1_hw.zip": data.getvalue()}), limits=limits)
    assert [file.path for file in found["1"].files] == ["a.py"]


# ---------------------------------------------------------------- names


letters = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(letters, min_size=1, max_size=8, unique=True))
def test_names_in_any_script_lose_nobody(tmp_path_factory, names):
    """Every name becomes one student, whose key is safe as a folder and nobody else's, in whatever case."""
    names = [name.lstrip(".") or "x" for name in names]  # Canvas leaves letters, digits and underscores
    members = {f"{''.join(name.split())}_{1000 + n}_{n}_a.py": CODE for n, name in enumerate(names)}
    path = zipped(tmp_path_factory.mktemp("names") / "x.zip", members)
    batch = read_batch(path, layout="canvas")
    keys = [submission.student for submission in batch]
    assert len(keys) == len(names) == len({key.casefold() for key in keys})
    assert all(student_id(key, set()) == key for key in keys)
    assert write_people(batch.people).isprintable() or "\n" in write_people(batch.people)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(st.tuples(letters, letters), max_size=6))
def test_students_csv_gives_back_what_was_written(tmp_path_factory, people):
    """Keys are made safe before, names are on one line; formulas are defused and found again."""
    taken: set[str] = set()
    written = [
        Identity(student_id(key, taken), " ".join(name.split()), {"canvas_id": str(number)})
        for number, (key, name) in enumerate(people)
    ]
    path = tmp_path_factory.mktemp("people") / "students.csv"
    path.write_text(write_people(written), encoding="utf-8", newline="")
    read_again = {who.student: who for who in read_people(path)}
    assert {who.student: who.name for who in written} == {key: who.name for key, who in read_again.items()}
    assert all(unicodedata.normalize("NFC", who.student) == who.student for who in written)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        assert not line.startswith(("=", "+", "-", "@"))


# ---------------------------------------------------------------- rosters


ROSTER = (
    Identity("jd", "Jane Doe"),
    Identity("br", "Robert Roe", {"canvas_id": "222"}),
    Identity("333", "Somebody Else", {"canvas_id": "9"}),
    Identity("zz", "Zed Zed", {"canvas_id": "999"}),
)


def test_a_roster_gives_everybody_one_key(tmp_path):
    """By the platform's id, else by a name that nobody else has; never by a number of another kind."""
    batch = read_batch(zipped(tmp_path / "x.zip", CANVAS), roster=ROSTER)
    assert sorted(submission.student for submission in batch) == ["333-2", "444", "555", "666", "br", "jd"]
    keys = {who.ids.get("canvas_id"): who.student for who in batch.people}
    assert keys["12345"] == "jd"
    assert keys["222"] == "br"
    assert [who.student for who in batch.absent] == ["333", "zz"]
    told = "\n".join(batch.remarks)
    assert "not in the roster, graded under the platform's id: " in told


def test_two_of_one_name_are_not_guessed(tmp_path):
    """Homonyms stay under the platform's id, and are told."""
    roster = (Identity("a", "Jane Doe"), Identity("b", "Doe, Jane"))
    batch = read_batch(zipped(tmp_path / "x.zip", {"doejane_1_1_a.py": CODE}), roster=roster)
    assert [submission.student for submission in batch] == ["1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,email\nx,y\n", "roster.csv:1: the column `student` is missing"),
        ("student,name\n,x\n", "roster.csv:2: this row has no `student`"),
        ("student\na\nb\nA\n", "roster.csv:4: 'A' stands here a second time"),
        ('student,name\na,"x\n', "this is no CSV"),
        (b"student\n\xff\xfe\n", "is not UTF-8"),
    ],
)
def test_a_roster_that_does_not_fit_is_told_with_its_line(tmp_path, text, said):
    """One sentence, with where and what."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError, match=re.escape(said)):
        read_people(path)


def test_a_roster_may_have_semicolons_and_a_mark(tmp_path):
    """As spreadsheets write it."""
    path = tmp_path / "roster.csv"
    path.write_bytes("\ufeffstudent;name;canvas_id\r\na;Müller, Än;7\r\n".encode())
    assert read_people(path) == [Identity("a", "Müller, Än", {"canvas_id": "7"})]


def test_no_link_leads_out_of_a_download(tmp_path):
    """In the place of an assignment's folder, of a file of it, or of the time: there is nothing, or it is left out."""
    secret = folder(tmp_path / "elsewhere", {"solution.py": CODE, "timestamp.txt": "2026-01-01 00:00:00 UTC"})
    course = folder(tmp_path / "course", NBGRADER)
    (course / "submitted/eve").mkdir()
    (course / "submitted/eve/ps1").symlink_to(secret)
    (course / "submitted/fay/ps1").mkdir(parents=True)
    (course / "submitted/fay/ps1/mine.py").symlink_to(secret / "solution.py")
    (course / "submitted/fay/ps1/timestamp.txt").symlink_to(secret / "timestamp.txt")
    (course / "submitted/gil").symlink_to(course / "submitted/ann")
    found = read(course, assignment="ps1")
    assert "ps1 is no folder with files" in found["eve"].refusal
    assert "it is a link" in found["fay"].refusal
    assert found["fay"].received is None
    assert "gil is a link" in found["gil"].refusal


def test_names_that_differ_in_case_alone_are_both_read(tmp_path):
    """Platforms let one hand in `HW.py` and `hw.py`; the same name twice in one download is told."""
    both = {"a_1_1_HW.py": CODE, "a_1_2_hw.py": CODE}
    for number, form in enumerate((zipped, folder)):
        assert [file.path for file in read(form(tmp_path / str(number), both))["1"].files] == ["HW.py", "hw.py"]
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr("a_1_1_x.py", CODE)
        made.writestr("b_2_2_y.py", CODE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("a_1_1_x.py", "f = 2\n")
    found = read(tmp_path / "x.zip")
    assert "twice" in found["1"].refusal
    assert found["2"].files
