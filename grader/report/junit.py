"""JUnit XML as pytest writes it (`xunit2`), for continuous integration: a suite per student, a case per finding."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from grader.identity import Identity
from grader.model import ExerciseReport, GradedFinding, Report, Standing, Verdict
from grader.report.plain import whole
from grader.report.points import rounded

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, escaped or not."""


def write(standings: Sequence[Standing], people: Mapping[str, Identity]) -> str:
    """The text, to be saved as UTF-8. Who handed in nothing has a suite with one skipped case."""
    top = ET.Element("testsuites", name="grader")
    for standing in standings:
        who = people.get(standing.student, Identity(standing.student))
        _suite(top, standing, who)
    ET.indent(top)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(top, encoding="unicode") + "\n"


def _suite(top: ET.Element, standing: Standing, who: Identity) -> None:
    report = standing.report
    attributes = {
        "name": _clean(f"{standing.assignment}.{standing.student}"),
        **dict.fromkeys(("errors", "failures", "skipped", "tests"), "0"),
        "time": _seconds(report.run.seconds if report else 0.0),
    }
    if report and report.run.started:
        attributes["timestamp"] = _clean(report.run.started)
    attributes["hostname"] = "grader"
    suite = ET.SubElement(top, "testsuite", attributes)
    known = {"student": standing.student, "name": who.name, "points": _points(standing.final)}
    _properties(suite, {**known, "out_of": _points(standing.out_of)})
    if report is None or report.refusal:
        _nothing(suite, standing.assignment, report)
    else:
        for exercise in report.exercises:
            _exercise(suite, report.assignment, exercise)
    for kind, tag in (("errors", "error"), ("failures", "failure"), ("skipped", "skipped"), ("tests", None)):
        suite.set(kind, str(len(suite.findall(f"testcase/{tag}" if tag else "testcase"))))


def _nothing(suite: ET.Element, assignment: str, report: Report | None) -> None:
    case = ET.SubElement(suite, "testcase", classname=_clean(assignment), name="hand-in", time="0.000")
    said = report.refusal if report else "nothing was handed in"
    ET.SubElement(case, "failure" if report else "skipped", message=_clean(said))


def _exercise(suite: ET.Element, assignment: str, exercise: ExerciseReport) -> None:
    names = _clean(f"{assignment}.{exercise.exercise}")
    if not exercise.findings:
        case = ET.SubElement(suite, "testcase", classname=names, name="marked by a person", time="0.000")
        _properties(case, {"earned": _points(exercise.earned), "out_of": _points(exercise.out_of)})
        if exercise.ungraded:
            ET.SubElement(case, "skipped", message="not marked yet")
    for finding in exercise.findings:
        _finding(suite, names, finding)
    if exercise.printed and exercise.findings:
        ET.SubElement(suite.findall("testcase")[-1], "system-out").text = _clean(exercise.printed)


def _finding(suite: ET.Element, names: str, finding: GradedFinding) -> None:
    name = f"{finding.check}[{finding.case}]" if finding.case else finding.check
    case = ET.SubElement(suite, "testcase", classname=names, name=_clean(name), time="0.000")
    _properties(case, {"earned": _points(finding.earned), "out_of": _points(finding.out_of)})
    tag = {Verdict.FAIL: "failure", Verdict.UNGRADED: "error", Verdict.SKIP: "skipped"}.get(finding.verdict)
    if tag:
        ET.SubElement(case, tag, message=_clean(finding.message)).text = _clean(finding.hint) or None


def _properties(of: ET.Element, values: Mapping[str, str]) -> None:
    inside = ET.SubElement(of, "properties")
    for name, value in values.items():
        ET.SubElement(inside, "property", name=name, value=_clean(value))


def _points(value: float | None) -> str:
    return "" if value is None else str(rounded(value))


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", whole(text))
