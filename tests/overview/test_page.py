"""The class report as a page: the same numbers as the JSON, for everybody's eyes, and in nobody else's power."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from simulated import drawn_class, exercise, finding, graded_into, report, told, written

from grader.cli import main
from grader.model import Verdict
from grader.report import json as report_json

EVIL = (
    "</style></title><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "\x1b]0;owned\x07\x1b[2J",
    "user\u202egnp.exe\u2066x\u200b\ufeff",
    "{{ 7 * 7 }}{% raw %}",
    "a\x00b\x08c\x7fd",
    "line\r\nbreak\u2028and\u2029\x85",
    "Nguyễn שלום محمد 中文 क्षि 👩‍💻",
    "x" * 5000,
)
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\u2028\u2029]")


class Tags(HTMLParser):
    """All tags with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def page(folder, *options):
    target = folder.parent / "class.html"
    assert main(["report", str(folder), "-o", str(target), *map(str, options)]) == 0
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return graded_into(tmp_path_factory.mktemp("page") / "out", drawn_class(120, seed=1))


@pytest.fixture
def evil_folder(tmp_path, request):
    """A class in which every string is the same hostile one. Folders are named by number: names stand in reports."""
    text = request.param
    parts = [exercise(text, finding(text, verdict, message=text), mistakes=[text]) for verdict in Verdict]
    for number in range(12):
        each = report(f"{text}{number}", *parts[:2] if number % 2 else parts, refusal=text * (number == 3), seal=text)
        place = tmp_path / "out" / str(number)
        place.mkdir(parents=True)
        (place / "report.json").write_text(report_json.write(each), encoding="utf-8")
    return tmp_path / "out"


def test_the_page_says_the_numbers_of_the_json(folder, capsys):
    found = told(capsys, folder)
    text = " ".join(re.sub(r"<[^>]+>", " ", page(folder).read_text(encoding="utf-8")).split())
    assert f"{found['scores']['graded']} graded, {found['scores']['open']} open" in text
    assert f"Median {found['scores']['spread']['median']:g}" in text
    worst = found["checks"][0]
    assert f"{worst['check']} in {worst['exercise']} {100 * worst['rate']:.0f} %" in text
    first = found["mistakes"][0]
    assert f"{first['message']} {first['students']} students" in text
    assert "A person decides." in text


def test_without_names_nothing_tells_who_a_student_is(folder, capsys):
    """Neither names, nor an order that follows the alphabet; with --names the names are there."""
    numbers = json.dumps(told(capsys, folder))
    assert "student0" not in numbers + page(folder).read_text(encoding="utf-8")
    assert "student0" in page(folder, "--names").read_text(encoding="utf-8")
    compared = told(capsys, folder, "--compare", folder)["comparison"]["students"]
    assert [each["student"] for each in compared if each["change"] == "same"] == [
        f"student {number}"
        for number in sorted(int(e["student"].split()[1]) for e in compared if e["change"] == "same")
    ]


def test_a_student_has_the_same_number_in_every_run(folder, capsys):
    assert told(capsys, folder)["times"]["slow"] == told(capsys, folder)["times"]["slow"]


@pytest.mark.parametrize("evil_folder", EVIL, indirect=True)
@pytest.mark.parametrize("names", [[], ["--names"]], ids=["numbers", "names"])
def test_hostile_text_is_shown_as_text(evil_folder, names, capsys):
    text = page(evil_folder, *names, "--compare", evil_folder).read_text(encoding="utf-8")
    tags = Tags(text).found
    assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "iframe", "link", "object", "embed", "base", "form"})
    for _, attributes in tags:
        assert not any(name.startswith("on") or name in ("style", "src", "srcdoc", "action") for name in attributes)
        assert attributes.get("href", "#").startswith("#")
    assert not OBEYED.search(text)
    assert not OBEYED.search(capsys.readouterr().out)
    told(capsys, evil_folder)


def test_the_policy_allows_the_style_sheet_of_the_page_and_nothing_else(folder):
    text = page(folder).read_text(encoding="utf-8")
    sheet = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    seal = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (policy,) = [a["content"] for tag, a in Tags(text).found if tag == "meta" and "http-equiv" in a]
    assert policy == f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import", sheet)


def test_every_link_of_the_page_leads_somewhere_in_it(folder):
    tags = Tags(page(folder, "--compare", folder).read_text(encoding="utf-8")).found
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for _, a in tags if "href" in a} <= set(ids)
    assert {a["aria-labelledby"] for _, a in tags if "aria-labelledby" in a} <= set(ids)


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda out: out.rename(out.with_name("elsewhere")), "is no folder"),
        (lambda out: [(each / "report.json").unlink() for each in out.iterdir()], "holds no reports"),
        (
            lambda out: next(out.iterdir()).joinpath("report.json").write_text('{"schema": 1'),
            "Grade this student again",
        ),
        (
            lambda out: graded_into(out, [report("eve", exercise("e"), assignment="b")]),
            "the reports are of several assignments: a, b",
        ),
    ],
)
def test_what_is_no_class_is_refused_in_one_sentence(tmp_path, capsys, break_it, says):
    out = graded_into(tmp_path / "out", [report("ada", exercise("e", finding("c", Verdict.PASS)))])
    break_it(out)
    assert main(["report", str(out)]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_text(file.read_text(encoding="utf-8")[:200], encoding="utf-8"),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"\xff\xfe\x00"),
        lambda file: (file.unlink(), file.mkdir()),
    ],
    ids=["truncated", "empty", "not text", "a folder"],
)
def test_a_report_that_cannot_be_read_is_told_and_the_rest_reported(tmp_path, capsys, spoil):
    """It is nobody's zero: its student is in no number, and stands with the reason among what was not graded."""
    hand_ins = [
        report(f"person{i}", exercise("e", finding("c", Verdict.PASS if i else Verdict.FAIL)), seal=str(i))
        for i in range(4)
    ]
    out = graded_into(tmp_path / "out", hand_ins)
    spoil(out / "person0" / "report.json")
    found = told(capsys, out, "--names")
    assert (found["students"], found["scores"]["graded"], found["scores"]["open"]) == (4, 3, 1)
    assert found["scores"]["spread"]["mean"] == 1
    assert found["checks"][0]["failed"] == 0
    (lost,) = found["untold"]
    assert lost["who"] == ["person0"]
    assert lost["why"].endswith(".")
    assert main(["report", str(out)]) == 0
    said = capsys.readouterr()
    assert "4 students, 3 graded" in said.out
    assert re.fullmatch(r".*person0.report\.json: .*\. Grade again, and it is made anew\.\n", said.err)
    text = (out / "class.html").read_text(encoding="utf-8")
    assert "person0" not in text
    assert "Apart, 1 student:" in text
    assert lost["why"].split("(")[0] in text


# ---------------------------------------------------------------- in a browser


@pytest.mark.parametrize("mode", ["light", "dark", "print", "narrow"])
def test_axe_finds_nothing_in_a_browser(folder, chromium, axe, mode):
    """With everything unfolded."""
    viewport = {"width": 390 if mode == "narrow" else 1200, "height": 900}
    scheme = "dark" if mode == "dark" else "light"
    context = chromium.new_context(color_scheme=scheme, viewport=viewport, bypass_csp=True)
    opened = context.new_page()
    if mode == "print":
        opened.emulate_media(media="print")
    opened.goto(page(folder, "--compare", folder).as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    opened.evaluate(axe)
    violations = opened.evaluate("axe.run()")["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
    context.close()


@pytest.mark.parametrize("kind", ["class", "nobody graded", "one"])
def test_the_page_holds_in_a_browser_at_any_width_and_asks_for_nothing(tmp_path, chromium, kind):
    classes = {
        "class": drawn_class(60, seed=2),
        "nobody graded": [report(f"s{i}", exercise("e", finding("c", Verdict.UNGRADED)), written()) for i in range(3)],
        "one": [report("中文" * 30, exercise("e", finding("c", Verdict.PASS)))],
    }
    target = page(graded_into(tmp_path / "out", classes[kind]), "--names")
    for width in (360, 800, 1400):
        context = chromium.new_context(viewport={"width": width, "height": 800})
        opened, asked, said = context.new_page(), [], []
        opened.on("request", lambda request, asked=asked: asked.append(request.url))
        opened.on("console", lambda message, said=said: said.append(message.text))
        opened.goto(target.as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert asked == [target.as_uri()]
        assert said == []
        context.close()
