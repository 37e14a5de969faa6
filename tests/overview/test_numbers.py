"""Every number of the class report, computed again by other means from the reports as they lie in the folder."""

from __future__ import annotations

import json
import math
import statistics
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from scipy import stats
from simulated import drawn_class, exercise, finding, graded_into, report, told, written

from grader.model import Verdict
from grader.overview import document, measures

CLASS = drawn_class(400, seed=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return graded_into(tmp_path_factory.mktemp("class"), CLASS)


@pytest.fixture(scope="module")
def raw(folder):
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*/report.json"))]


@pytest.fixture
def found(folder, capsys):
    return told(capsys, folder, "--names")


def graded(raw):
    return [each for each in raw if not each["ungraded"]]


def tried(raw):
    return [each for each in graded(raw) if not each["refusal"]]


def near(value):
    return pytest.approx(value, abs=2e-6)


def test_students_with_open_points_are_counted_apart_and_never_as_zeros(raw, found):
    scores = found["scores"]
    assert (scores["graded"], scores["open"]) == (len(graded(raw)), len(raw) - len(graded(raw)))
    assert scores["open"] > 0
    assert scores["refused"] == sum(bool(each["refusal"]) for each in graded(raw)) > 0
    assert sum(column["students"] for column in scores["bins"]) == scores["graded"]


def test_the_distribution_is_that_of_the_graded(raw, found):
    totals = [each["earned"] for each in graded(raw)]
    spread = found["scores"]["spread"]
    low, middle, high = statistics.quantiles(totals, n=4, method="inclusive")
    assert [spread["first_quartile"], spread["median"], spread["third_quartile"]] == near([low, middle, high])
    assert [spread["mean"], spread["deviation"]] == near([statistics.fmean(totals), statistics.stdev(totals)])
    for column in found["scores"]["bins"]:
        last = column["high"] == found["out_of"]
        inside = [t for t in totals if column["low"] <= t and (t < column["high"] or (last and t == column["high"]))]
        assert column["students"] == len(inside)


def test_an_exercise_is_correlated_with_the_rest_of_the_total(raw, found):
    for item in found["exercises"]:
        rows = [(each["earned"], points(each, item["exercise"])) for each in tried(raw)]
        x, rest = [p for _, p in rows], [total - p for total, p in rows]
        expected = stats.pearsonr(x, rest)
        interval = expected.confidence_interval(0.95)
        r = item["discrimination"]
        assert r["r"] == near(expected.statistic)
        assert [r["interval"]["low"], r["interval"]["high"]] == near([interval.low, interval.high])
        assert item["difficulty"] == near(statistics.fmean(x) / 9)
        assert item["students"] == len(rows)


def test_a_check_is_a_corrected_point_biserial(raw, found):
    assert len(found["checks"]) == 12
    for item in found["checks"]:
        right, rest, verdicts = [], [], []
        for each in raw:
            mine = findings(each, item)
            verdicts.append(verdict(mine))
            if not each["ungraded"] and not each["refusal"] and verdicts[-1] in ("pass", "fail"):
                right.append(verdicts[-1] == "pass")
                rest.append(each["earned"] - sum(f["earned"] for f in mine))
        assert item["discrimination"]["r"] == near(stats.pointbiserialr(right, rest).statistic)
        p, deviation = np.mean(right), np.std(rest)
        gap = np.mean([y for x, y in zip(right, rest, strict=True) if x]) - np.mean(
            [y for x, y in zip(right, rest, strict=True) if not x]
        )
        assert item["discrimination"]["r"] == near(gap / deviation * math.sqrt(p * (1 - p)))
        assert item["failed"] == verdicts.count("fail")
        assert item["passed"] == verdicts.count("pass")
        assert item["skipped"] == verdicts.count("skip")
        wilson = stats.binomtest(item["failed"], item["failed"] + item["passed"]).proportion_ci(0.95, "wilson")
        assert [item["interval"]["low"], item["interval"]["high"]] == near([wilson.low, wilson.high])
    rates = [item["rate"] for item in found["checks"]]
    assert rates == sorted(rates, reverse=True)


def test_alpha_is_cronbachs(raw, found):
    names = [item["exercise"] for item in found["exercises"]]
    covariance = np.cov([[points(each, name) for each in tried(raw)] for name in names])
    k = len(names)
    mean_variance, mean_covariance = np.trace(covariance) / k, (covariance.sum() - np.trace(covariance)) / (k * (k - 1))
    expected = k * mean_covariance / (mean_variance + (k - 1) * mean_covariance)
    told_of = found["reliability"]
    assert told_of["alpha"] == near(expected)
    assert told_of["interval"]["low"] < expected < told_of["interval"]["high"]


def test_the_interval_of_alpha_is_close_to_the_exact_one_for_normal_scores():
    """Feldt's (1965) by the F distribution; Bonett's approximates it."""
    for value, n, k in ((0.7, 50, 5), (0.9, 200, 11), (0.5, 1200, 4)):
        exact = [1 - (1 - value) * stats.f.ppf(q, n - 1, (n - 1) * (k - 1)) for q in (0.975, 0.025)]
        found = measures.alpha_interval(value, n, k)
        assert [found.low, found.high] == pytest.approx(exact, abs=0.03)


def test_mistakes_are_counted_over_the_class(raw, found):
    counts, lost = {}, {}
    for each in raw:
        for part in each["exercises"]:
            for mistake in part["mistakes"]:
                key = part["exercise"], mistake["name"]
                counts[key] = counts.get(key, 0) + 1
                lost[key] = lost.get(key, 0) + part["out_of"] - part["earned"] - part["ungraded"]
    assert {(m["exercise"], m["mistake"]): m["students"] for m in found["mistakes"]} == counts
    assert {(m["exercise"], m["mistake"]): m["lost"] for m in found["mistakes"]} == near(lost)
    assert [m["students"] for m in found["mistakes"]] == sorted(counts.values(), reverse=True)


def test_time_outliers_are_told_by_median_and_mad(raw, found):
    lines = [(each["student"], each["run"]["seconds"]) for each in raw if not each["refusal"]]
    logs = np.log([seconds for _, seconds in lines])
    z = (logs - np.median(logs)) / stats.median_abs_deviation(logs, scale="normal")
    median = statistics.median(seconds for _, seconds in lines)
    slow = {name for (name, seconds), each in zip(lines, z, strict=True) if each > 3.5 and seconds > 2 * median}
    assert {each["student"] for each in found["times"]["slow"]} == slow
    assert slow


def test_rare_mistakes_that_two_share_are_told_with_their_bits(tmp_path, capsys):
    def hand_in(number, **made):
        parts = [
            exercise(
                name, finding("loss", Verdict.FAIL if made.get(name) else Verdict.PASS), mistakes=made.get(name, ())
            )
            for name in ("svm", "softmax", "train")
        ]
        return report(f"s{number}", *parts, seal=str(number))

    odd = {"svm": ["strange"], "softmax": ["stranger"]}
    reports = [hand_in(1, **odd), hand_in(2, **odd), hand_in(3, train=["usual"])]
    reports += [hand_in(number, svm=["usual"], train=["usual"]) for number in range(4, 60)]
    (pair,) = told(capsys, graded_into(tmp_path, reports), "--names")["resemblance"]["pairs"]
    assert {pair["first"], pair["second"]} == {"s1", "s2"}
    assert pair["bits"] == near(2 * math.log2(59 / 2))
    assert {each["mistake"] for each in pair["shared"]} == {"strange", "stranger"}
    assert pair["similarity"] is None


# ---------------------------------------------------------------- degenerate classes


def test_one_student_has_no_spread_and_no_correlation(tmp_path, capsys):
    found = told(capsys, graded_into(tmp_path, [report("ada", exercise("svm", finding("loss", Verdict.PASS)))]))
    assert found["scores"]["spread"]["deviation"] is None
    assert found["scores"]["spread"]["mean"] == 1
    assert found["exercises"][0]["discrimination"]["r"] is None
    assert "three at least are needed" in found["exercises"][0]["discrimination"]["why"]
    assert found["reliability"]["alpha"] is None


def test_of_a_class_that_is_not_graded_no_number_is_told(tmp_path, capsys):
    broken = [
        report(f"s{i}", exercise("svm", finding("loss", Verdict.UNGRADED, message="It broke."))) for i in range(9)
    ]
    found = told(capsys, graded_into(tmp_path, broken))
    assert found["scores"]["spread"] is None
    assert found["scores"]["open"] == 9
    assert found["exercises"][0]["difficulty"] is None
    (why,) = found["open"]
    assert (why["why"], why["students"], why["points"], why["person"]) == ("It broke.", 9, 9, False)


def test_where_all_are_equal_correlations_are_undefined_and_say_why(tmp_path, capsys):
    same = [
        report(f"s{i}", *(exercise(name, finding("loss", Verdict.PASS)) for name in ("svm", "softmax")), seal=str(i))
        for i in range(30)
    ]
    found = told(capsys, graded_into(tmp_path, same))
    assert {item["discrimination"]["why"] for item in found["exercises"]} == {"all have the same here"}
    assert found["reliability"]["why"] == "all have the same total"
    assert found["scores"]["spread"]["deviation"] == 0
    assert found["times"]["slow"] == []


def test_what_a_person_has_still_to_mark_for_most_is_counted_for_nobody(tmp_path, capsys):
    def hand_in(i, mark):
        return report(f"s{i}", exercise("svm", finding("loss", Verdict.PASS, 3.0)), written(mark), seal=str(i))

    unmarked = told(capsys, graded_into(tmp_path / "a", [hand_in(0, 4.0), *(hand_in(i, None) for i in range(1, 9))]))
    assert unmarked["waiting"] == ["essay"]
    assert unmarked["out_of"] == 3
    assert unmarked["scores"]["graded"] == 9
    marked = told(capsys, graded_into(tmp_path / "b", [hand_in(0, None), *(hand_in(i, 4.0) for i in range(1, 9))]))
    assert marked["waiting"] == []
    assert (marked["scores"]["graded"], marked["scores"]["open"]) == (8, 1)
    assert marked["scores"]["spread"]["mean"] == 7


# ---------------------------------------------------------------- beside an earlier run


def test_an_earlier_run_is_compared_by_student_and_by_check(tmp_path, capsys):
    def hand_in(student, *verdicts):
        checks = [finding(name, verdict, 2.0) for name, verdict in zip(("loss", "dW"), verdicts, strict=False)]
        return report(student, exercise("svm", *checks), seal=student)

    good, bad, broken = Verdict.PASS, Verdict.FAIL, Verdict.UNGRADED
    then = [
        hand_in("gains", bad, good), hand_in("loses", good, good), hand_in("stays", good, bad),
        hand_in("gone", good, good), hand_in("opens", good, good), hand_in("closes", broken, good),
        hand_in("waits", broken, good),
    ]  # fmt: skip
    now = [
        hand_in("gains", good, good), hand_in("loses", bad, bad), hand_in("stays", good, bad),
        hand_in("new", good, good), hand_in("opens", broken, good), hand_in("closes", good, good),
        hand_in("waits", broken, good),
    ]  # fmt: skip
    before, after = graded_into(tmp_path / "then", then), graded_into(tmp_path / "now", now)
    found = told(capsys, after, "--names", "--compare", before)["comparison"]
    assert {each["student"]: (each["change"], each["before"], each["after"]) for each in found["students"]} == {
        "gains": ("gained", 2, 4), "loses": ("lost", 4, 0), "stays": ("same", 2, 2), "gone": ("gone", 4, None),
        "new": ("new", None, 4), "opens": ("now open", 4, None), "closes": ("now graded", None, 4),
        "waits": ("still open", None, None),
    }  # fmt: skip
    assert found["students"][0]["student"] == "loses"
    checks = {each["check"]: (each["now_passed"], each["now_failed"], each["change"]) for each in found["checks"]}
    assert checks == {"loss": (1, 1, "changed"), "dW": (0, 1, "changed")}
    assert (found["mean_before"], found["mean_after"]) == near((8 / 3, 2.0))


def points(said, name):
    return next(each["earned"] for each in said["exercises"] if each["exercise"] == name)


def findings(said, item):
    return [
        each for part in said["exercises"] if part["exercise"] == item["exercise"]
        for each in part["findings"] if each["check"] == item["check"]
    ]  # fmt: skip


def verdict(mine):
    told_of = {each["verdict"] for each in mine}
    return next((each for each in ("fail", "ungraded", "pass", "skip") if each in told_of), "none")


def test_the_json_keeps_to_its_published_schema(found):
    published = (Path(__file__).parents[2] / "docs" / "class-report.schema.json").read_text(encoding="utf-8")
    assert published == document.schema(), "python -m grader.overview.document > docs/class-report.schema.json"
    jsonschema.validate(found, json.loads(published))
    assert found["schema"] == 1
