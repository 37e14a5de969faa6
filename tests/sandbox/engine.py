"""Fixtures of the tests that need a container engine."""

import os

import pytest

from grader.errors import WallError
from grader.sandbox.engine import connect
from grader.sandbox.image.build import build


@pytest.fixture(scope="session")
def engine():
    """A client of a real engine: without one the test fails in CI and is skipped elsewhere."""
    try:
        client = connect()
    except WallError as error:
        need = f"needs a container engine: {error}; for tests, `sudo scripts/engine` starts one"
        if os.environ.get("CI"):
            pytest.fail(need)
        pytest.skip(need)
    yield client
    client.close()


@pytest.fixture(scope="session")
def image(engine):
    """The tag of the image, built from the running interpreter unless it is there."""
    return build(offline=True)
