"""What the reports of a class show beside words: for visible cases alone, never of hidden ones."""

from __future__ import annotations

import json

from classroom import RIGHT_SVM

SUMMED = RIGHT_SVM.replace("margins.sum() / n", "margins.sum()").replace("X.T @ mask / n", "X.T @ mask")
RAISES = "import numpy as np\n\n\ndef svm_loss_vectorized(W, X, y, reg):\n    W = W + 0\n    return [][len(y)]\n"


def findings(classroom, student):
    return [each for exercise in classroom.report(student)["exercises"] for each in exercise["findings"]]


def test_pictures_and_lines_are_of_visible_failures_and_of_no_others(classroom):
    classroom.hand_in("sum.py", SUMMED)
    classroom.hand_in("err.py", RAISES)
    assert classroom.grade() == 0
    pictured = [each for each in findings(classroom, "sum") if each["picture"]]
    assert {"heat", "number"} <= {each["picture"]["kind"] for each in pictured}
    assert all(each["visible"] and each["verdict"] == "fail" for each in pictured)
    placed = [each for each in findings(classroom, "err") if each["where"]]
    assert {each["where"] for each in placed} == {"err.py, line 6"}
    assert all(each["visible"] and each["verdict"] == "fail" for each in placed)
    assert any(not each["visible"] and each["verdict"] == "fail" for each in findings(classroom, "err"))
    assert '<svg class="picture"' in classroom.page("sum")
    assert "raised here, on " in classroom.page("err")
    assert "return</span> [][len(y)]" in classroom.page("err")


def test_a_notebook_is_shown_with_its_findings_and_one_that_cannot_be_is_told_in_the_log(classroom, monkeypatch):
    """It is graded like any other, whatever becomes of its page."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Mine <script>alert(1)</script>"},
        {"cell_type": "code", "metadata": {}, "source": SUMMED, "outputs": [], "execution_count": 3},
    ]
    book = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    classroom.hand_in("ada.ipynb", book)
    assert classroom.grade() == 0
    page = classroom.page("ada")
    assert '<div class="heading-1">Mine </div>' in page
    assert "Cell 1, run as [3]" in page
    assert page.index('class="beside"') < page.index("def</span> svm_loss_vectorized", page.index('class="notebook"'))
    earned = classroom.report("ada")["earned"]
    assert not (classroom.out / "faults.log").exists()

    monkeypatch.setattr("grader.report.notebook.process.SECONDS", 0.0)
    (classroom.out / "ada" / "report.json").unlink()
    assert classroom.grade() == 0
    assert classroom.report("ada")["earned"] == earned
    assert "It could not be shown here; that changes nothing of how it was graded." in classroom.page("ada")
    assert "ada, notebook ada.ipynb could not be drawn" in (classroom.out / "faults.log").read_text(encoding="utf-8")
