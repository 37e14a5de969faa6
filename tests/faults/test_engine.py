"""The container engine is restarted, or loses the image, while a class is graded."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from disturbed import Class, finish, next_line, until
from docker.errors import APIError
from needs import lacking
from own_engine import OwnEngine, obstacle

from grader.sandbox.removal import remove

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def engine() -> Iterator[OwnEngine]:
    """An engine that has the image. In a folder of a short name, because of its sockets."""
    if reason := obstacle():
        lacking(reason)
    made = OwnEngine(Path(tempfile.mkdtemp()))
    made.start()
    try:
        made.build()
        yield made
    finally:
        made.stop()
        remove(made.root)


@pytest.fixture
def school(disturbed: Callable[[str], Class], engine: OwnEngine) -> Class:
    """The class behind this engine's containers."""
    made = disturbed("docker")
    made.environment["DOCKER_HOST"] = engine.host
    engine.build()
    return made


def test_an_engine_that_is_restarted_in_mid_batch_costs_time_and_nothing_else(
    quiet: Class, school: Class, engine: OwnEngine
) -> None:
    """Its containers end with it: what they ran is run again, and judged as ever."""
    grader = school.begin()
    next_line(grader)
    engine.restart()
    code, _, err = finish(grader)
    assert code == 0, err
    assert school.judgements() == quiet.judgements()
    assert engine.containers() == []
    assert list(school.temporary.iterdir()) == []


def test_an_image_that_is_missing_is_noticed_before_anything_is_graded(school: Class, engine: OwnEngine) -> None:
    """One sentence says how to get it."""
    engine.remove_image()
    code, out, err = school.grade()
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "grader image build" in err
    assert not list(school.out.glob("*"))


def test_an_image_that_goes_missing_in_mid_batch_leaves_points_open(
    quiet: Class, school: Class, engine: OwnEngine
) -> None:
    """Containers that run go on; where one ends and cannot be replaced, nobody gets a zero."""
    grader = school.begin()
    next_line(grader)
    engine.remove_image()
    for container in engine.containers():
        with suppress(APIError):  # the grader may have ended it meanwhile
            container.kill()
    code, _, err = finish(grader)
    assert (code, err.count("Traceback")) == (3, 0), err
    assert set(school.rows()) == set(quiet.rows())
    open_rows = {student: row for student, row in school.rows().items() if row[2] != "0"}
    assert open_rows
    for student, row in school.rows().items():
        assert float(row[0]) + float(row[2]) >= float(quiet.rows()[student][0])
    assert any(row == ["0", "10", "10", ""] for row in open_rows.values())
    log = (school.out / "faults.log").read_text(encoding="utf-8")
    assert "No such image" in log
    assert all(student in log for student in open_rows)
    assert not engine.containers()
    engine.build()
    assert school.grade()[0] == 0
    assert school.judgements() == quiet.judgements()
    until(lambda: not list(school.temporary.iterdir()))
