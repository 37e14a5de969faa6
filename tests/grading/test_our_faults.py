"""What we did wrong never becomes a student's zero: points stay open, the exit code says so, a second run mends it."""

from __future__ import annotations

from typing import Self

import pytest
from classroom import Classroom

from grader.commands import workplace
from grader.errors import InfrastructureError
from grader.sandbox.limits import Limits
from grader.sandbox.process import ProcessWall
from grader.sandbox.session import Job, Session


class BrokenWall(ProcessWall):
    """No worker of it ever starts."""

    def open(self, job: Job, limits: Limits) -> Session:
        def opener():
            raise InfrastructureError("the engine is gone")

        return Session(opener, job, limits)

    def __enter__(self) -> Self:
        return self


def test_when_the_wall_breaks_points_stay_open_and_the_next_run_grades(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    classroom.hand_in("ada.py")
    with monkeypatch.context() as broken:
        broken.setattr(workplace, "choose", lambda *_, **__: BrokenWall())
        assert classroom.grade() == 3
    report = classroom.report("ada")
    assert report["earned"] == 0
    assert report["ungraded"] == report["out_of"]
    row = (classroom.out / "grades.csv").read_text(encoding="utf-8").splitlines()[1]
    assert row.startswith("ada,0,")
    assert row.endswith(",,")
    assert classroom.grade() == 0
    assert classroom.report("ada")["earned"] > 0


def test_a_check_that_breaks_leaves_its_points_open_and_is_logged(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    classroom.hand_in("ada.py")
    with monkeypatch.context() as broken:
        broken.setattr("grader.checks.sanity.InitialLoss.judge", judge)
        assert classroom.grade() == 3
    said = classroom.exercise("ada", "svm_loss_vectorized")
    assert said["ungraded"] > 0
    assert said["earned"] == said["out_of"] - said["ungraded"]
    assert "a bug of ours" not in str(classroom.report("ada"))
    assert "a bug of ours" in (classroom.out / "faults.log").read_text(encoding="utf-8")


def test_an_output_folder_that_cannot_be_made_is_refused_at_once(
    classroom: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    classroom.hand_in("ada.py")
    classroom.out.write_text("a file stands here", encoding="utf-8")
    assert classroom.grade() == 2
    assert str(classroom.out) in capsys.readouterr().err
