"""The page in a real browser: read aloud, by keyboard, on a phone, in the dark and on paper."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from notebooks import HONEST, RUN, page

from grader.catalog import Course, bundled_root
from grader.checks import picturing
from grader.cli import main
from grader.model import ExerciseReport, GradedFinding, Report, Verdict
from grader.report import html
from grader.samples import write_samples

pytestmark = pytest.mark.browser

RNG = np.random.default_rng(7)
GOOD = RNG.standard_normal((5, 7))
STEPS = np.cumsum(RNG.standard_normal((30, 4)), axis=0)
DIVERGED = np.array([2.3 * 1.4**step for step in range(60)])


def failing(case, picture, check="y"):
    return GradedFinding(check, case, True, Verdict.FAIL, 0.0, 1.0, f"{check} is off on {case}", "", "", picture)  # noqa: FBT003


def off(array, *places, by=1.0):
    changed = array.copy()
    for place in places:
        changed[place] += by
    return changed


def number(case, seen, expected):
    return failing(case, picturing.of_error("loss", np.float64(seen), np.float64(expected), 1e-10, 1e-12), "loss")


PICTURES = (
    number("tiny", 11.51, 2.303),
    number("five_rows", 14.02, 2.804),
    failing("heat", picturing.of_error("dW", off(GOOD, (1, 2), (3, slice(4))), GOOD, 1e-10, 1e-12, ["D", "C"])),
    failing("images", picturing.of_error(
        "dx", off(np.zeros((2, 3, 40, 50)), (1, 0, 0), (1, 2, slice(9), 3), by=np.nan), np.ones((2, 3, 40, 50)),
        1e-10, 1e-12, ["N", "C", "H", "W"])),
    failing("vector", picturing.of_error("db", off(GOOD[0], 2, by=-3.0), GOOD[0], 1e-10, 1e-12, ["C"])),
    failing("way", picturing.of_path("next_w", off(STEPS, (slice(9, None), 2)), STEPS, 9, 1e-9, np.zeros(4))),
    failing("plane", picturing.of_path("next_w", 1.1 * STEPS[:, :2], STEPS[:, :2], 0, 1e-9, np.zeros(2))),
    failing("curve", picturing.of_curve("loss_history", DIVERGED, DIVERGED[::-1], 1.0)),
    failing("slopes", picturing.of_slopes("dW", GOOD[0], 2 * GOOD[0], np.full(7, 1e-9))),
)  # fmt: skip


def pictured():
    exercise = ExerciseReport("f", "With pictures", 0.0, 9.0, 0.0, "a.py, line 1", findings=PICTURES)
    right = ExerciseReport("g", "", 1.0, 1.0, 0.0, "a.py, line 9", findings=(
        GradedFinding("y", "a", True, Verdict.PASS, 1.0, 1.0, "", ""),))  # fmt: skip # noqa: FBT003
    return html.write(Report("Ada Nguyễn", "hw", RUN, 1.0, 10.0, 0.0, (exercise, right)))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Made for this, and of the sample class: a notebook, a file that raises, and one that could not be read."""
    made = {"pictures": pictured(), "notebook": page(tmp_path_factory.mktemp("honest"), HONEST)}
    folder, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("graded")
    write_samples(Course(bundled_root(), bundled=True).assignment("linear_classifiers"), folder)
    for entry in folder.iterdir():
        if entry.stem not in GRADED:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    assert main(["grade", str(folder), "-a", "linear_classifiers", "-o", str(out), "--wall", "process"]) == 0
    return made | {name: (out / name / "report.html").read_text(encoding="utf-8") for name in GRADED}


GRADED = ("rosa", "grace", "quentin")
MODES = [("light", "screen"), ("dark", "screen"), ("light", "print")]


@pytest.mark.parametrize(("scheme", "media"), MODES)
@pytest.mark.parametrize("name", ["pictures", "notebook", *GRADED])
def test_axe_finds_nothing(pages, visit, name, scheme, media):
    """With everything unfolded: what is folded is not looked at."""
    seen = visit(pages[name], scheme=scheme, media=media)
    seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(seen.page)
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []
    assert found.response["passes"]


def test_axe_would_find_something(visit):
    """The test above can fail."""
    seen = visit("<!DOCTYPE html><html><title>x</title><body><main><img src='data:image/png;base64,AAAA'></main>")
    assert "image-alt" in {each["id"] for each in Axe().run(seen.page).response["violations"]}


@pytest.mark.parametrize("name", ["pictures", "notebook", *GRADED])
def test_an_honest_page_does_nothing_but_be_shown(pages, visit, name):
    seen = visit(pages[name])
    assert seen.deeds == []
    broken = "[...document.images].filter(each => !each.complete || !each.naturalWidth).length"
    assert seen.page.evaluate(broken) == 0


@pytest.mark.parametrize("name", ["pictures", "notebook", *GRADED])
def test_on_a_phone_nothing_is_wider_than_the_screen(pages, visit, name):
    """Tables and pictures shrink or scroll by themselves."""
    seen = visit(pages[name], width=320)
    seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert seen.page.evaluate("document.scrollingElement.scrollWidth") <= 320


HERE = """(() => {
    const here = document.activeElement;
    return [here.localName, here.textContent.trim().slice(0, 40), getComputedStyle(here).outlineStyle];
})()"""


def test_the_keyboard_reaches_everything_and_shows_where_it_is(pages, visit):
    """First a way past the head; then each link and each fold, with a ring around it."""
    seen = visit(pages["pictures"])
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the results"
    reached = set()
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        here = seen.page.evaluate(HERE)
        if here[0] == "body":
            break
        assert here[2] != "none", here
        reached.add((here[0], here[1]))
    assert ("a", "f") in reached
    assert any(tag == "summary" and words.startswith("Picture:") for tag, words in reached)


def test_on_paper_what_is_folded_is_printed(pages, visit):
    seen = visit(pages["pictures"], media="print")
    seen.page.wait_for_function("document.querySelector('details figure').getBoundingClientRect().height > 50")


def test_every_picture_has_words_and_a_table(pages, visit):
    """Who does not see it misses nothing that can be acted on."""
    seen = visit(pages["pictures"])
    figures = seen.page.evaluate(
        """[...document.querySelectorAll('figure')].map(f => ({
            label: f.querySelector('svg[role=img]').getAttribute('aria-label'),
            caption: f.querySelector('figcaption').textContent,
            legend: f.querySelectorAll('.legend li').length,
            rows: f.querySelectorAll('tbody tr').length,
        }))"""
    )
    assert len(figures) == 8
    for figure in figures:
        assert len(figure["label"]) > 30
        assert len(figure["caption"]) > 20
        assert figure["legend"] >= 1
        assert figure["rows"] >= 1


def test_links_between_a_finding_and_its_cell_lead_there(pages, visit):
    seen = visit(pages["notebook"])
    seen.page.get_by_role("link", name="in your notebook").click()
    assert seen.page.evaluate("location.hash") == "#notebook-1-cell-1"
    cell = seen.page.locator("#notebook-1-cell-1")
    assert "line 2 raised here, on tiny" in cell.text_content()
    cell.get_by_role("link", name="f").click()
    assert seen.page.evaluate("location.hash") == "#exercise-f"
