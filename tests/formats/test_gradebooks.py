"""Points into the instructor's own files: from a download to the platform's gradebook, through the command line."""

from __future__ import annotations

import csv
import io
import shutil

import pytest
from term import WRONG, Term

from grader.report.moodle import MARK

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,HW0 (1),intro (987),Current Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,5.00,10.00,(read only)\r\n"
    '"Doe, Jane",12345,s1,jd,"Sec ""A""",4.00,,80\r\n'
    '"Roe, Bob",222,,bob@example.org,"S, T",3.00,"1.00",80\r\n'
    '"Excused, E",333,,e,S,,EX,\r\n'
    '"Elsewhere, E",444,,x,S,,N/A,\r\n'
    '"Broken, B",555,,b,S,,7.00,\r\n'
    '"=cmd()",666,,f,S,,,\r\n'
    '"Student, Test",5,,t,S,,,\r\n'
)
FILLED = CANVAS.replace('"Sec ""A""",4.00,,80', '"Sec ""A""",4.00,10,80').replace('3.00,"1.00",80', '3.00,"0",80')


def download(term):
    return term.zipped(
        {
            "doejane_12345_1_softmax.py": term.right,
            "roebob_LATE_222_2_softmax.py": WRONG,
            "excusede_333_3_softmax.py": term.right,
            "elsewheree_444_4_softmax.py": term.right,
            "brokenb_555_5_softmax.py": "# brokenbrokenbroken\n" + term.right,
            "nobody_777_7_softmax.py": term.right,
        }
    )


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory, course, right):
    """A class from Canvas, one of whose members lies damaged in the download."""
    term = Term(tmp_path_factory.mktemp("canvas"), course, right)
    path = download(term)
    data = path.read_bytes()
    at = data.index(b"brokenb_555_5_softmax.py") + len("brokenb_555_5_softmax.py")
    path.write_bytes(data[: at + 30] + bytes([data[at + 30] ^ 255]) + data[at + 31 :])
    assert term.grade(path) == 3
    return term


@pytest.fixture
def graded(term, graded_once):
    """A copy of it, so that no test disturbs another."""
    shutil.copytree(graded_once.out, term.out)
    return term


def test_canvas_takes_its_own_file_back(graded, capsys):
    """Only cells of this assignment change, byte for byte; open points leave theirs; both sides' strangers are told."""
    mine = graded.file("gradebook.csv", CANVAS)
    assert graded.export("canvas", "--into", str(mine), "-o", str(graded.root / "new.csv")) == 0
    assert (graded.root / "new.csv").read_bytes() == FILLED.encode()
    said = capsys.readouterr().err
    assert "intro (987): 2 cells filled" in said
    assert "no row for these students: 777 (nobody)" in said
    assert "left as they were: 555 (brokenb)" in said
    assert "EX in Canvas, left as they were: 333 (excusede)" in said
    assert "N/A in Canvas, left as they were: 444 (elsewheree)" in said
    assert "had other points before: 222 (roebob): 1.00" in said
    assert "nothing here for these rows, left as they were: =cmd(); Student, Test" in said


def test_canvas_slim_has_the_columns_that_tell_who_and_this_one(graded):
    """A stale copy of other assignments would undo what was graded there since."""
    mine = graded.file("gradebook.csv", CANVAS)
    assert graded.export("canvas", "--into", str(mine), "--slim", "-o", str(graded.root / "new.csv")) == 0
    text = (graded.root / "new.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "intro (987)"]
    assert rows[3] == ["Doe, Jane", "12345", "s1", "jd", 'Sec "A"', "10"]
    assert '"Roe, Bob",222,,bob@example.org,"S, T","0"\r\n' in text


def test_canvas_in_other_languages_has_semicolons_and_commas(graded):
    """As Canvas exports it for them."""
    text = "Student;ID;Section;intro (987)\n    Points Possible;;;10,00\nDoe, Jane;12345;S;\nRoe;222;S;\n"
    mine = graded.file("gradebook.csv", text)
    (graded.out / "222").rename(graded.root / "222")
    assert graded.export("canvas", "--into", str(mine), "-o", str(mine)) == 0
    assert mine.read_text() == text.replace("12345;S;", "12345;S;10")


def test_points_of_another_size_are_converted_when_asked(graded, capsys):
    """Twenty in Canvas and ten here is a mistake somewhere, until somebody says that it is none."""
    mine = graded.file("gradebook.csv", CANVAS.replace("5.00,10.00", "5.00,25.00"))
    assert graded.export("canvas", "--into", str(mine)) == 2
    assert "intro (987) has 25 points in Canvas, and 10 here: give --scale" in capsys.readouterr().err
    assert graded.export("canvas", "--into", str(mine), "--scale", "-o", str(graded.root / "new.csv")) == 0
    assert '"Sec ""A""",4.00,25,80' in (graded.root / "new.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (CANVAS.replace("intro (987)", "HW1 (987)"), [], 'say --column with one of: "HW0 (1)", "HW1 (987)"'),
        (CANVAS, ["--column", "HW9 (9)"], 'there is no assignment "HW9 (9)"'),
        (CANVAS.replace("HW0 (1)", "intro (1)"), [], '2 assignments are called "intro"'),
        (CANVAS.replace("10.00", "(read only)"), [], "is read only in Canvas"),
        ("a,b\n1,2\n", [], "gradebook.csv is no gradebook of Canvas"),
        ('Student,ID,Section,intro (987)\n"x,1,2,3\n', [], "gradebook.csv:2: this is no CSV"),
        ("", [], "is no gradebook of Canvas"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(graded, capsys, text, options, said):
    """One sentence; the file is not there."""
    mine, new = graded.file("gradebook.csv", text), graded.root / "new.csv"
    assert graded.export("canvas", "--into", str(mine), "-o", str(new), *options) == 2
    assert said in capsys.readouterr().err
    assert not new.exists()


def test_canvas_by_other_ids(term):
    """Where hand-ins were no download of Canvas: by login, e-mail address or a name that one person alone has."""
    path = term.unzipped({"jd.py": term.right, "b.py": term.right, "c.py": term.right, "12345.py": WRONG})
    roster = term.file("roster.csv", "student,name,email\nb,,bob@example.org\nc,Cy Ex,\n12345,,\njd,,\n")
    assert term.grade(path, "--roster", str(roster)) == 0
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,intro (987)\n"
        '"Doe, Jane",1,,jd,S,\n"Roe, Bob",2,,BOB@example.org,S,\n"Ex, Cy",3,,,S,\nNum,4,12345,,S,\n'
    )
    mine = term.file("gradebook.csv", text)
    assert term.export("canvas", "--into", str(mine), "-o", str(mine)) == 0
    rows = list(csv.reader(io.StringIO(mine.read_text(encoding="utf-8"))))
    assert [row[-1] for row in rows[1:]] == ["10", "10", "10", "0"]


def test_somebody_who_left_canvas_is_not_a_namesake(term, capsys):
    """Where Canvas's id is known, a name decides nothing."""
    assert term.grade(term.zipped({"doejane_1_1_a.py": term.right})) == 0
    mine = term.file("gradebook.csv", 'Student,ID,Section,intro (987)\n"Doe, Jane",2,S,\n')
    before = mine.read_bytes()
    assert term.export("canvas", "--into", str(mine), "-o", str(mine)) == 0
    assert mine.read_bytes() == before
    assert "no row for these students: 1 (doejane)" in capsys.readouterr().err


# ---------------------------------------------------------------- Moodle


MOODLE = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 101,Jane Doe,jane@example.org,Submitted for grading - ,,10.00,Yes,"Friday, 1 May 2026, 9:30 AM",-,\n'
    'Participant 102,Bob Roe,bob@example.org,Submitted for grading - ,3.00,10.00,Yes,-,-,"well, well"\n'
    "Participant 103,Lo Cked,l@example.org,Graded,5.00,10.00,No,-,-,\n"
    "Participant 104,李雷,li@example.org,No submission,,10.00,Yes,-,-,\n"
)


@pytest.fixture(scope="module")
def from_moodle(tmp_path_factory, course, right):
    """A class from Moodle."""
    term = Term(tmp_path_factory.mktemp("moodle"), course, right)
    members = {
        "Jane Doe_101_assignsubmission_file/softmax.py": term.right,
        "Bob Roe_102_assignsubmission_file/softmax.py": WRONG + "# <script>alert(1)</script>\n",
        "Lo Cked_103_assignsubmission_file/softmax.py": term.right,
    }
    assert term.grade(term.zipped(members)) == 0
    return term


def test_moodle_takes_its_own_file_back(from_moodle, capsys):
    """Only grade and feedback change; a locked grade and a person's feedback stay."""
    mine = from_moodle.file("worksheet.csv", MOODLE)
    assert from_moodle.export("moodle", "--into", str(mine), "-o", str(from_moodle.root / "new.csv")) == 0
    text = (from_moodle.root / "new.csv").read_bytes().decode()
    expected = MOODLE.replace(',,10.00,Yes,"Friday', ',10,10.00,Yes,"Friday').replace(",3.00,10.00", ",0,10.00")
    expected = expected.replace('9:30 AM",-,\n', '9:30 AM",-,grader: 10 of 10 points<br>full marks\n')
    assert text == expected
    said = capsys.readouterr().err
    assert "Grade: 2 cells filled" in said
    assert "locked in Moodle, left as they were: 103 (Lo Cked)" in said
    assert "nothing here for these rows, left as they were: 李雷" in said


def test_moodle_feedback_of_ours_is_written_anew_and_is_no_markup(from_moodle):
    """Moodle shows feedback as HTML: what students wrote is escaped."""
    mine = from_moodle.file("worksheet.csv", MOODLE.replace('"well, well"', f"{MARK}old"))
    assert from_moodle.export("moodle", "--into", str(mine), "-o", str(mine)) == 0
    feedback = list(csv.reader(io.StringIO(mine.read_text(encoding="utf-8-sig"))))[2][-1]
    assert feedback.startswith(f"{MARK}0 of 10 points<br>mse_loss: ")
    assert feedback.count("<") == feedback.count("<br>")


def test_moodle_blind_and_in_another_language(from_moodle, capsys):
    """No names, other headings, a decimal comma; twice the points."""
    text = "ID;Status;Bewertung;Maximum Grade;Feedback als Kommentar\nTeilnehmer/in 101;x;;20,00;\n"
    mine = from_moodle.file("worksheet.csv", text)
    assert from_moodle.export("moodle", "--into", str(mine)) == 2
    assert "in another language name it with --column" in capsys.readouterr().err
    named = ["--column", "Bewertung", "--feedback", "Feedback als Kommentar"]
    assert from_moodle.export("moodle", "--into", str(mine), *named) == 2
    assert "worksheet.csv:2: the maximum is 20 in Moodle, and 10 here" in capsys.readouterr().err
    assert from_moodle.export("moodle", "--into", str(mine), *named, "--scale", "-o", str(mine)) == 0
    assert "Teilnehmer/in 101;x;20;20,00;grader: 10 of 10 points<br>full marks\n" in mine.read_text(encoding="utf-8")


def test_an_export_of_nothing_is_told(term, capsys):
    """No folder, no reports, no file of theirs, no such file."""
    assert term.export("canvas") == 2
    assert "is no folder that a class was graded into" in capsys.readouterr().err
    term.out.mkdir()
    assert term.export("canvas") == 2
    assert "holds no reports; grade a class into it first" in capsys.readouterr().err
    assert term.grade(term.unzipped({"a.py": term.right})) == 0
    assert term.export("canvas") == 2
    assert "export it there, and give it with --into" in capsys.readouterr().err
    assert term.export("canvas", "--into", "nowhere.csv") == 2
    assert "nowhere.csv cannot be read" in capsys.readouterr().err
    shutil.copy(term.out / "a" / "report.json", term.file("x.csv", b"\xff\xfe"))
    term.file("x.csv", b"\xff\xfe")
    assert term.export("canvas", "--into", str(term.root / "x.csv")) == 2
    assert "is not UTF-8" in capsys.readouterr().err
