"""Whoever opens the page of a hostile hand-in sees it, and nothing else happens."""

from __future__ import annotations

import re

import pytest
from hostile import notebooks
from notebooks import DEFINITION, code, notebook, page, report, submitted, words

from grader.model import SourceFile, Submission
from grader.report import html
from grader.report.notebook import process

HOSTILE = dict(notebooks())

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """All of them, drawn one after the other as in a class."""
    folder = tmp_path_factory.mktemp("hostile")
    return {name: page(folder, text) for name, text in HOSTILE.items()}


@pytest.fixture(scope="module")
def opened(pages, visit):
    """What each of them did when it was opened, and what it is made of then."""
    found = {}
    for name, text in pages.items():
        seen = visit(text)
        seen.page.mouse.move(300, 300)
        for _ in range(3):
            seen.page.keyboard.press("Tab")
        found[name] = (seen.page.evaluate(MADE_OF), seen.deeds)
    return found


MADE_OF = """() => ({
    tags: [...new Set([...document.querySelectorAll('*')].map(e => e.localName))],
    hrefs: [...document.querySelectorAll('[href]')].map(e => e.getAttribute('href')),
    attributes: [...new Set([...document.querySelectorAll('.notebook *')].flatMap(e => e.getAttributeNames()))],
    mains: document.querySelectorAll('main').length,
    h1: [...document.querySelectorAll('h1')].map(e => e.textContent),
    inMain: !!document.querySelector('main .notebook') && !!document.querySelector('footer > h2'),
    ids: [...document.querySelectorAll('[id]')].map(e => e.id),
    sections: document.querySelectorAll('section.exercise').length,
})"""
FOREIGN = {"script", "iframe", "object", "embed", "form", "input", "button", "link", "base", "video", "audio"}
OURS = {
    *("class", "id", "aria-label", "aria-hidden", "aria-labelledby", "role", "tabindex", "href", "rel", "dir"),
    *("src", "alt", "colspan", "rowspan"),
}


def test_opened_in_a_browser_nothing_of_it_acts(opened):
    """No dialog, message, request, popup, navigation or breach of the policy: all of it was defused before."""
    assert {name: deeds for name, (_, deeds) in opened.items() if deeds} == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_page_keeps_its_shape_around_it(opened, name):
    """No foreign tag or address, one main part, our ids alone, and the findings where they stand."""
    found, _ = opened[name]
    assert not FOREIGN & set(found["tags"])
    assert set(found["attributes"]) <= OURS
    assert all(re.match(r"#|https?://", href) for href in found["hrefs"])
    assert (found["mains"], found["h1"], found["inMain"], found["sections"]) == (1, ["ada"], True, 1)
    assert len(found["ids"]) == len(set(found["ids"]))


def test_nothing_hidden_or_turning_is_left_in_the_text(pages):
    for name, text in pages.items():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]", text), name


def test_cells_after_a_hostile_one_are_shown_as_they_are(tmp_path):
    text = page(tmp_path, notebook(code(), words("</div></div><!-- <textarea>"), words("**the last one**")))
    assert "<strong>the last one</strong>" in text
    assert "f</code></a>" in text


def test_a_cell_that_cannot_be_drawn_is_shown_as_it_was_typed(tmp_path):
    faults = []
    text = page(tmp_path, notebook(code(), words("![x](attachment:gone.png) <b>"), words("*after*")), faults)
    assert "![x](attachment:gone.png) &lt;b&gt;" in text
    assert "<em>after</em>" in text
    assert faults == []


@pytest.mark.parametrize("raw", [b"{", b"[]", b'{"cells": 3, "nbformat": 4}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_notebook_costs_a_sentence_and_nothing_else(raw):
    """The page stands without it, and the log says why."""
    faults = []
    file = SourceFile("hw.ipynb", (DEFINITION,), notebook=True, raw=raw)
    text = html.write(report(), Submission("ada", (file,)), faults)
    assert "It could not be shown here; that changes nothing of how it was graded." in text
    assert len(faults) == 1
    assert "ada, notebook hw.ipynb could not be drawn" in faults[0]
    assert page_still_works()


def test_a_notebook_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    """And the next one is drawn as if nothing had been."""
    monkeypatch.setattr(process, "SECONDS", 0.0)
    faults = []
    assert "It could not be shown here" in page(tmp_path, notebook(code(), words("# A")), faults)
    assert "took too long" in faults[0]
    monkeypatch.undo()
    assert page_still_works()


def test_a_huge_notebook_is_cut_with_a_sentence(tmp_path):
    text = page(tmp_path, notebook(code(), *(words(f"cell {i}") for i in range(1000)), code("x = 1\n" * 30_000)))
    assert "602 more cells are not shown here; they were graded like all others." in text
    assert len(text) < 2_000_000


def test_a_notebook_too_large_to_be_shown_is_graded_all_the_same(tmp_path):
    submission = submitted(tmp_path, notebook(code(), words("x" * 13_000_000)))
    assert submission.files[0].cells == (DEFINITION,)
    assert "It is too large to be shown here; it was graded like any other." in html.write(report(), submission)


def test_prose_and_outputs_are_kept_to_be_shown_and_change_no_judgement(tmp_path):
    one = submitted(tmp_path, notebook(code(), words("first")))
    two = submitted(tmp_path, notebook(code(), words("second")))
    assert b"first" in one.files[0].raw
    assert one.digest == two.digest
    assert one.files == two.files


def page_still_works():
    raw = notebook(code(), words("*fine*")).encode()
    file = SourceFile("hw.ipynb", (DEFINITION,), notebook=True, raw=raw)
    return "<em>fine</em>" in html.write(report(), Submission("ada", (file,)))
