"""What tests of several folders need: a real browser."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def chromium():
    """Chromium, or a reason to skip; where CI is set its absence is a failure."""
    named = os.environ.get("CHROMIUM")
    program = shutil.which(named) if named else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("needs Chromium: apt-get install chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=False, args=["--disable-background-networking"]
        )
        yield browser
        browser.close()
