"""`report.html`: a page that a person can read, and that nobody's text can turn into something else."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from reports_by_hand import ALL, BROKE, EVIL, FAILING, OPEN, PERFECT, REFUSED, RUN, SUMMED, WRITTEN, finding, hostile

from grader.model import ExerciseReport, Report, Verdict
from grader.report import html

VOID = {"meta", "rect", "br"}


class Page(HTMLParser):
    """A page as a list of tags with their attributes, and its text by the tag around it."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self._open = [], [], []
        self.feed(text)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data):
        if "style" not in self._open:
            self.words.append((tuple(self._open), data))

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def text(self):
        return " ".join("".join(data for _, data in self.words).split())


def page(report):
    return Page(html.write(report))


def test_the_page_says_what_a_student_wants_to_know():
    text = page(FAILING).text
    for words in (
        "Ada Nguyễn", "linear_classifiers", "25.8 / 41 points", "6 still open", "9.2 lost",
        "Why not full marks: softmax_loss_naive: the loss is summed over the batch, not averaged (+2 more)",
        "found in cs231n/classifiers/softmax.py, line 7",
        "What went wrong: the loss is summed over the batch, not averaged",
        "20 % of the points lost to it are given back",
        "initial_loss on tiny_weights",
        "With all weights zero the loss is 11.51; it should be log C = 2.303 (C = 10).",
        "Look at next: Divide by the number of examples before you add the penalty.",
        "loss on one_loud_row hidden",
        "Passed: dW, gradient, inputs_unchanged",
        "iteration 0 / 1: loss 11.512925",
        "the one in softmax.py was graded",
        "own uid, rlimits, no_new_privs, seccomp", "Landlock", "2.4.6", "9f2c1e0b7a64d8835be0f3f1c2a97d10",
    ):  # fmt: skip
        assert words in text, words


def test_failures_stand_before_what_passed():
    text = html.write(FAILING)
    section = text[text.index('id="exercise-softmax_loss_naive"') : text.index('id="exercise-softmax_loss_vectorized"')]
    assert section.index("What went wrong") < section.index("</span> Failed") < section.index("<details>")


def report_of(*findings):
    exercise = ExerciseReport("e", "", 0.0, 6.0, 0.0, "", findings=findings)
    return Report("s", "a", RUN, 0.0, 6.0, 0.0, (exercise,))


def test_a_cause_that_many_checks_share_is_said_once_without_the_hints_of_single_cases():
    text = page(report_of(*(
        finding(check, case, Verdict.FAIL, message="No file defines it.", hint=f"About {case}.")
        for check in ("loss", "dW") for case in ("a", "b", "c")
    ))).text  # fmt: skip
    assert "loss on a, b, c; dW on a, b, c" in text
    assert text.count("No file defines it.") == 2  # in the table and in the section
    assert "About" not in text


def test_hints_of_several_cases_name_their_case_and_equal_ones_are_given_once():
    text = page(report_of(
        finding("loss", "a", Verdict.FAIL, message="loss is off", hint="Divide by N.\nPrint it.", visible=False),
        finding("loss", "b", Verdict.FAIL, message="loss is off", hint="Shift the scores.\nPrint it.", visible=False),
        finding("dW", "a", Verdict.FAIL, message="dW is off", hint="Divide by N.", visible=False),
    )).text  # fmt: skip
    assert "Look at next (a): Divide by N." in text
    assert "Look at next (b): Shift the scores." in text
    assert "Look at next: Print it." in text
    assert text.count("Divide by N.") == 1
    assert text.count("Print it.") == 1


def test_hints_are_folded_where_the_cause_is_named():
    text = html.write(Report("s", "a", RUN, 6.8, 10.0, 0.0, (SUMMED,)))
    assert text.index("Hints for what failed") < text.index("Divide by the number of examples before")


def test_open_points_are_said_to_be_nobodys_fault():
    text = page(OPEN).text
    assert "This is not your fault: something of the grader's failed, so 4 points could not be decided." in text
    assert "2 points: a person marks this." in text
    only_written = page(Report("s", "a", RUN, 0.0, 2.0, 2.0, (WRITTEN,))).text
    assert "fault" not in only_written


def test_full_marks_are_said_plainly():
    text = page(PERFECT).text
    assert "Full marks." in text
    assert "Why not" not in text
    assert "lost" not in text


def test_a_refused_submission_gets_its_one_line():
    assert "This could not be graded: homework.zip would unpack to 4.5 GB; 64 MB are allowed." in page(REFUSED).text


@pytest.mark.parametrize("report", ALL)
def test_nothing_is_fetched_and_nothing_runs(report):
    made = page(report)
    assert {tag for tag, _ in made.tags}.isdisjoint(
        {"script", "img", "iframe", "link", "object", "embed", "base", "form"}
    )
    for _, attributes in made.tags:
        assert not any(name.startswith("on") or name in ("style", "src", "srcdoc", "action") for name in attributes)
        assert attributes.get("href", "#").startswith("#")


@pytest.mark.parametrize("report", ALL)
def test_the_policy_allows_the_style_sheet_of_the_page_and_nothing_else(report):
    text = html.write(report)
    sheet = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    seal = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (policy,) = [meta["content"] for meta in page(report).all("meta") if "http-equiv" in meta]
    assert policy == f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
    assert text.index("http-equiv") < text.index("<style>")
    assert not re.search(r"url\((?!#)|@import", sheet)


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_text_is_shown_as_text(evil):
    text = html.write(hostile(evil))
    made = Page(text)
    shapes, tame = ({(tag, *attributes) for tag, attributes in p.tags} for p in (made, page(hostile("tame"))))
    assert shapes == tame
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", text)
    text.encode("utf-8")


def test_a_template_in_a_name_is_not_run():
    assert "{{ 7 * 7 }}" in page(hostile("{{ 7 * 7 }}")).text


def test_what_stands_in_backticks_is_code_and_nothing_more():
    assert html.prose("`exp` of `<b>` is ` open") == "<code>exp</code> of <code>&lt;b&gt;</code> is ` open"


def test_an_endless_message_is_cut():
    endless = dataclasses.replace(SUMMED, findings=(finding("loss", "a", Verdict.FAIL, message="x" * 1_000_000),))
    assert len(html.write(Report("s", "a", RUN, 0.0, 1.0, 0.0, (endless,)))) < 50_000


def test_two_exercises_of_one_name_have_two_places():
    twice = dataclasses.replace(OPEN, exercises=(BROKE, BROKE))
    ids = [attributes["id"] for _, attributes in page(twice).tags if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("report", ALL)
def test_the_page_is_built_for_everyone(report):
    made = page(report)
    assert made.all("html") == [{"lang": "en"}]
    assert [len(made.all(landmark)) for landmark in ("header", "main", "footer", "h1", "title")] == [1] * 5
    ids = {attributes["id"] for _, attributes in made.tags if "id" in attributes}
    for _, attributes in made.tags:
        assert attributes.get("aria-labelledby", "top") in ids
        assert attributes.get("href", "#top")[1:] in ids
    levels = [int(tag[1]) for tag, _ in made.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(th.get("scope") in ("col", "row") for th in made.all("th"))


@pytest.mark.parametrize("report", [FAILING, PERFECT, OPEN])
def test_no_result_is_told_by_colour_alone(report):
    text = html.write(report)
    for sign, words in re.findall(r'<span class="result \w+"><span class="sign"[^>]*>(.)</span> ([^<]*)</span>', text):
        assert sign.strip()
        assert words.strip()
    assert text.count('<span class="result') == 2 * len(report.exercises)


def colours(sheet):
    """The custom properties of the light and of the dark mode."""
    blocks = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block)) for block in blocks]


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_text_stands_out_from_what_is_behind_it(mode):
    sheet = re.search(r"<style>(.*?)</style>", html.write(PERFECT), re.DOTALL)[1]
    shade = colours(sheet)[mode]
    for text in ("ink", "quiet", "full", "partly", "none", "open", "link"):
        for behind in ("paper", "sheet"):
            assert contrast(shade[text], shade[behind]) >= 4.5, (text, behind)
    for text, behind in (
        ("ink", "code"), ("quiet", "code"), ("ink", "none-soft"), ("quiet", "none-soft"), ("none", "none-soft"),
        ("ink", "open-soft"), ("quiet", "open-soft"), ("open", "open-soft"),
    ):  # fmt: skip
        assert contrast(shade[text], shade[behind]) >= 4.5, (text, behind)
    assert contrast(shade["full"], shade["bar"]) >= 3
