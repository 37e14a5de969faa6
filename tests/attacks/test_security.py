"""SECURITY.md speaks of files and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TOLD = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
QUOTED = dict.fromkeys(re.findall(r"`([^`\n]+)`", TOLD))
TESTS = {
    name
    for path in (REPOSITORY / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}
PATHS = [quoted for quoted in QUOTED if re.fullmatch(r"[\w./]+(/|\.py|\.md)", quoted)]
NAMES = [quoted for quoted in QUOTED if re.fullmatch(r"test_\w+", quoted)]


@pytest.mark.parametrize("path", PATHS)
def test_every_file_that_is_named_exists(path: str) -> None:
    """From the root of the repository, or below the folder of the attacks."""
    assert any((place / path).exists() for place in (REPOSITORY, REPOSITORY / "tests" / "attacks"))


@pytest.mark.parametrize("name", NAMES)
def test_every_test_that_is_named_exists(name: str) -> None:
    """By its whole name."""
    assert name in TESTS


def test_each_promise_names_what_holds_it() -> None:
    """The table's second column is never empty, and names a file or a test."""
    rows = [line.split("|")[1:3] for line in TOLD.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 12
    for promise, held in rows:
        assert set(re.findall(r"`([^`]+)`", held)) & {*PATHS, *NAMES}, promise
