"""The walls behind which a class is disturbed, and what they need of the machine."""

from __future__ import annotations

import os
import shutil

import pytest

from grader.errors import WallError
from grader.sandbox.engine import connect
from grader.sandbox.image.build import build

WALLS = ["kernel", "bubblewrap", pytest.param("docker", marks=pytest.mark.engine)]
"""All that grade strangers' work."""


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
