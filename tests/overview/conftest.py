"""axe, which looks at pages as those do who cannot see them."""

from __future__ import annotations

from importlib import resources

import pytest


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
