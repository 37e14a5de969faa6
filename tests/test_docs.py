"""The documentation is true: its snippets make a course that holds every demand, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

import grader.checks
from grader.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDE = ROOT / "docs" / "writing-an-assignment.md"
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # empty answers are not finite, on purpose


def test_a_lecturer_who_types_the_guide_has_an_assignment_that_holds(tmp_path, monkeypatch, capsys):
    """All commands and all files of the guide, in their order and as they stand there."""
    monkeypatch.chdir(tmp_path)
    for kind, title, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        if title:
            add(tmp_path / "my_course" / title, text)
        elif kind == "sh":
            type_in(text)
    assert main(["starter", "regression", "--course", "my_course"]) == 0
    assert main(["verify", "regression", "--course", "my_course", "--seeds", "3"]) == 0, capsys.readouterr().out
    assert {path.name for path in (tmp_path / "kit").iterdir()} >= {"README.md", "starter.py", "kit.json", "arrays.bin"}


def test_the_guide_tells_every_check():
    """With its arguments, its key and what it demands."""
    text = GUIDE.read_text(encoding="utf-8")
    assert [name for name in grader.checks.__all__ if f"| `{name}(" not in text] == []


def test_every_command_is_told_somewhere():
    """In the README or a page of docs/."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if f"grader {name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    """To files that are there, and to headings that stand on the page."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not heading or heading in anchors(file), target


def add(file, text):
    """A snippet of the guide is a new file, or stands at the end of one that is there."""
    before = file.read_text(encoding="utf-8").rstrip() + "\n\n\n" if file.exists() else ""
    file.write_text(before + text, encoding="utf-8")


def type_in(text):
    for line in text.splitlines():
        program, *command = line.split()
        assert program == "grader"
        assert main(command) == 0, line


def anchors(page):
    """What headings are called in links."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
