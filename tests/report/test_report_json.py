"""`report.json`: what is written can be read, is the same everywhere, and matches its documentation."""

from __future__ import annotations

import dataclasses
import json as plain_json
import math
import re
from pathlib import Path

import jsonschema
import pytest
from reports_by_hand import ALL, EVIL, FAILING, PERFECT, RUN, hostile

from grader.errors import UsageError
from grader.model import ExerciseReport, Report
from grader.report import json

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("report", [FAILING, PERFECT])
def test_a_written_report_is_read_back_as_it_was(report):
    exact = dataclasses.replace(report, run=dataclasses.replace(RUN, seconds=7.382))
    assert json.read(json.write(report)) == exact
    assert json.read(json.line(report)) == exact


@pytest.mark.parametrize("report", ALL)
def test_reading_and_writing_again_changes_no_byte(report):
    text = json.write(report)
    assert json.write(json.read(text)) == text


def test_the_keys_are_the_ones_that_were_promised():
    document = plain_json.loads(json.write(FAILING))
    assert document["schema"] == 1
    assert list(document) == [
        "schema", "student", "assignment", "run", "earned", "out_of", "ungraded", "refusal", "notes", "exercises",
    ]  # fmt: skip
    exercise = document["exercises"][0]
    assert set(exercise) == {
        "exercise", "title", "earned", "out_of", "ungraded", "found_in", "notes", "mistakes", "findings", "printed",
    }  # fmt: skip
    assert set(exercise["mistakes"][0]) == {"name", "message", "credit"}
    assert set(exercise["findings"][0]) == {
        "check", "case", "visible", "verdict", "earned", "out_of", "message", "hint", "where", "picture",
    }  # fmt: skip


def test_points_have_six_decimals_and_whole_ones_none():
    third = ExerciseReport("e", "", 1 / 3, 1.0, -0.0, "")
    text = json.write(Report("s", "a", RUN, 0.1 + 0.2, 3.0, -0.0, (third,)))
    assert '"earned": 0.333333,' in text
    assert '"earned": 0.3,' in text
    assert '"out_of": 3,' in text
    assert "-0" not in text.split('"exercises"')[1]


def test_the_judgement_is_the_same_behind_another_wall():
    elsewhere = dataclasses.replace(FAILING, run=dataclasses.replace(RUN, wall="docker", seconds=99.0, python="3.13"))
    assert json.judgement(elsewhere) == json.judgement(json.write(FAILING))
    assert "run" not in json.judgement(FAILING)


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_text_cannot_do_anything_to_who_prints_the_file(evil):
    for text in (json.write(hostile(evil)), json.line(hostile(evil))):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", text)
        text.encode("utf-8")
    assert json.line(hostile(evil)).isascii()


def test_names_in_any_script_stay_readable():
    assert "Nguyễn" in json.write(FAILING)


@pytest.mark.parametrize("points", [math.nan, math.inf])
def test_points_that_are_no_number_are_never_written(points):
    with pytest.raises(ValueError, match="finite"):
        json.write(Report("s", "a", RUN, points, 1.0, 0.0))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a readable report"),
        ("[" * 100_000, "not a readable report"),
        ("[]", "names no schema"),
        ('{"schema": true}', "names no schema"),
        ('{"schema": 2}', "schema 2"),
        ('{"schema": 1}', "student"),
        (json.write(FAILING)[:-40], "not a readable report"),
        (json.write(FAILING).replace('"earned": 25.8', '"earned": NaN'), "earned"),
        (json.write(FAILING).replace('"verdict": "fail"', '"verdict": "perfect"'), "verdict"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(text, says):
    with pytest.raises(UsageError, match=says):
        json.read(text)


def test_fields_of_a_later_version_within_the_schema_are_ignored():
    document = plain_json.loads(json.write(FAILING))
    document["exercises"][0]["colour"] = "green"
    assert json.write(json.read(plain_json.dumps(document))) == json.write(FAILING)


def test_the_published_schema_is_the_one_of_the_code_and_accepts_reports():
    assert (DOCS / "report.schema.json").read_text(encoding="utf-8") == json.schema()
    for report in ALL:
        jsonschema.validate(plain_json.loads(json.write(report)), plain_json.loads(json.schema()))


def test_every_field_is_documented():
    schema = plain_json.loads(json.schema())
    told = (DOCS / "report.md").read_text(encoding="utf-8")
    for part in (schema, *schema["$defs"].values()):
        for field in part.get("properties", {}):
            assert f"| `{field}`" in told
