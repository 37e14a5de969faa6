"""A class, how it is judged where nothing disturbs it, and the walls behind which it is disturbed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from disturbed import HANDED_IN, Class
from needs import demand


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """The class as it is judged when nothing happens."""
    made = Class.new(tmp_path_factory.mktemp("quiet"), HANDED_IN)
    code, _, err = made.grade()
    assert code == 0, err
    return made


@pytest.fixture
def disturbed(quiet: Class) -> Iterator[Callable[[str], Class]]:
    """The same class behind a wall, to be disturbed. In a folder of a short name: sockets may be made in it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # behind a wall of root's, others must find their way to their temporary folder

        def behind(wall: str) -> Class:
            demand(wall)
            return quiet.again(Path(folder), wall)

        yield behind
