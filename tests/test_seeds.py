"""The course's secret."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from grader.seeds import SECRET_FILE, course_secret


def test_several_that_make_the_secret_at_once_have_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody fails, nobody reads half of it, and nothing lies beside it."""
    monkeypatch.delenv("GRADER_SECRET", raising=False)
    start = Barrier(8)

    def secret(course: Path) -> bytes:
        start.wait()
        return course_secret(course, bundled=False)

    for turn in range(20):
        course = tmp_path / str(turn)
        course.mkdir()
        with ThreadPoolExecutor(8) as pool:
            (only,) = set(pool.map(secret, [course] * 8))
        assert len(only) == 64
        assert [path.name for path in course.iterdir()] == [SECRET_FILE]
        assert (course / SECRET_FILE).stat().st_mode & 0o077 == 0
