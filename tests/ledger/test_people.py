"""What people decide is entered with author and reason, shown, and never erased."""

from __future__ import annotations

import pytest
from school import HALF, SUMMED, School


@pytest.fixture
def graded(school: School) -> School:
    school.hand_in("ada")
    school.hand_in("ben", SUMMED)
    assert school.grade() == 0
    return school


def test_nothing_is_overridden_without_author_and_reason(graded: School, capsys: pytest.CaptureFixture[str]) -> None:
    from grader.cli import main  # noqa: PLC0415 - the one call without --by

    with pytest.raises(SystemExit):
        main(["override", "ben", "mse_loss", "9", "-l", str(graded.out)])
    assert "--by, --why" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("ben", "mse_loss", "11"), "'11': give a number of points from 0 to 10"),
        (("ben", "mse_loss", "nan"), "'nan': give a number of points"),
        (("ben", "mse", "1"), "there is no 'mse' in this report; it has mse_loss, mae_loss, and `all`"),
        (("ben", "mse_loss.losss", "1"), "it has mse_loss.known_loss, mse_loss.loss"),
        (("bem", "mse_loss", "1"), "there is no student 'bem'"),
        (("ben", "mse_loss", "--withdraw"), "nothing is overridden there"),
        (("ben", "mse_loss"), "give the points, or --withdraw"),
    ],
)
def test_a_wrong_override_is_refused_in_one_sentence(
    graded: School, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], words: str
) -> None:
    assert graded.enter("override", *command) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert graded.asked("SELECT count(*) FROM overrides") == [(0,)]


def test_the_history_tells_everything_that_was_entered(graded: School, capsys: pytest.CaptureFixture[str]) -> None:
    graded.enter("override", "ben", "mse_loss", "9")
    graded.enter("override", "ben", "mse_loss", "--withdraw")
    graded.enter("request", "add", "ben", "--exercise", "mse_loss")
    graded.enter("request", "answer", "1")
    graded.hand_in("ben", HALF)
    graded.grade()
    capsys.readouterr()
    assert graded.enter("ledger", "history", "ben") == 0
    said = capsys.readouterr().out
    for words in ("graded: 9.25 of 14", "mse_loss: set to 9 by Dr X: so", "mse_loss: withdrawn by Dr X: so"):
        assert words in said
    assert "request 1, mse_loss by Dr X: so" in said
    assert "attempt 3 graded: 11.5 of 14" in said


def test_requests_are_listed_until_they_are_answered(graded: School, capsys: pytest.CaptureFixture[str]) -> None:
    assert graded.enter("request", "add", "ben", "--exercise", "no_such") == 2
    assert graded.enter("request", "add", "ben") == 0
    capsys.readouterr()
    graded.enter("request", "list")
    assert "ben by Dr X: so" in capsys.readouterr().out
    assert graded.enter("request", "answer", "7") == 2
    assert graded.enter("request", "answer", "1") == 0
    capsys.readouterr()
    graded.enter("request", "list")
    assert capsys.readouterr().out == "no open requests\n"
    graded.enter("request", "list", "--all")
    assert "answered by Dr X: so" in capsys.readouterr().out


def test_an_override_belongs_to_the_attempt_it_was_made_on(graded: School) -> None:
    """A new hand-in is judged by itself."""
    graded.enter("override", "ben", "mse_loss", "1")
    assert graded.grade() == 0
    assert graded.report("ben")["earned"] == 5
    graded.hand_in("ben", HALF)
    assert graded.grade() == 0
    assert graded.report("ben")["earned"] == 11.5
