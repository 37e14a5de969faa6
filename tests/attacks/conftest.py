"""The walls that the attacks are tried on, and the class behind each of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

import pytest
from _pytest.mark import ParameterSet
from attacks import AS_NOBODY, tried_on
from exam import Exam, hold

from grader.errors import WallError
from grader.sandbox.engine import connect
from grader.sandbox.image.build import build
from grader.sandbox.walls import NAMES, choose

WALLS = [name for name in NAMES if name not in ("auto", "process", "memory")]
"""All that promise to hold strangers' code."""
UNPRIVILEGED = [f"{name}{AS_NOBODY}" for name in WALLS if name != "docker" and os.geteuid() == 0]
SETTINGS = [*WALLS, *UNPRIVILEGED]
Held = Callable[[str], Exam]


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """The class graded behind a wall, by the wall's name; what a wall needs and is not there is said."""
    room = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        room = room.parent

    def behind(setting: str) -> Exam:
        _demand(setting.removesuffix(AS_NOBODY))
        return hold(room / setting.replace(" ", "-"), setting, tried_on(setting))

    return behind


@cache
def _demand(wall: str) -> None:
    """Fails in CI, and skips elsewhere, where a wall cannot be raised; the image of the docker wall is built."""
    try:
        if wall == "docker":
            connect().close()
            build(offline=True)
        choose(wall).close()
    except WallError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


def marked(setting: str, *rest: object) -> ParameterSet:
    """Parameters of a test that grades behind this wall."""
    named = " ".join([setting, *(getattr(each, "id", "") for each in rest)])
    return pytest.param(setting, *rest, marks=[pytest.mark.engine] if setting == "docker" else [], id=named)


@pytest.fixture(scope="session", params=map(marked, SETTINGS))
def exam(request: pytest.FixtureRequest, held: Held) -> Exam:
    """The class, behind each wall."""
    return held(request.param)
