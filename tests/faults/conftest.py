"""A class, how it is judged where nothing disturbs it, and the walls behind which it is disturbed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from disturbed import HANDED_IN, Class

from grader.errors import WallError
from grader.sandbox.engine import connect
from grader.sandbox.image.build import build

WALLS = ["kernel", "bubblewrap", pytest.param("docker", marks=pytest.mark.engine)]
"""All that grade strangers' work."""


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


def demand(wall: str) -> None:
    """What a wall needs and is not there: a failure in CI, a reason to skip elsewhere."""
    if wall == "bubblewrap" and shutil.which("bwrap") is None:
        lacking("bubblewrap: `apt-get install bubblewrap`")
    if wall == "docker":
        try:
            connect().close()
        except WallError as error:
            lacking(f"a container engine: {error}; for tests, `sudo scripts/engine` starts one")
        build(offline=True)


def lacking(what: str) -> None:
    """Says so."""
    if os.environ.get("CI"):
        pytest.fail(f"needs {what}")
    pytest.skip(f"needs {what}")
