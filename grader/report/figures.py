"""The pictures of a report: what is drawn, in which words it is told, and which table stands beside it.

A picture never stands alone: a sentence says what it shows, a legend names signs and lines, a table has the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.model import Entry, GradedFinding, Line, Picture
from grader.report import svg
from grader.report.outcome import Remark
from grader.report.plain import one_line, whole
from grader.report.svg import Drawing, Scale, brief

LONGEST = 80
"""Characters of a name in a picture."""
MARKERS = 40
"""Points of a line up to which each is marked."""


@dataclass(frozen=True)
class Figure:
    """A drawing with all that is said beside it."""

    title: str
    drawing: Markup
    said: str
    """What there is to see, in a sentence or two."""
    legend: tuple[tuple[str, str], ...] = ()
    """Class of the key, and what it stands for."""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """A table of numbers."""


def figures(remarks: Iterable[Remark]) -> dict[int, list[Figure]]:
    """By the number of the remark, its figures. Numbers of one check stand in one picture, at its first remark."""
    found: dict[int, list[Figure]] = {}
    numbers: dict[str, list[tuple[int, GradedFinding]]] = {}
    for place, remark in enumerate(remarks):
        for finding in remark.findings:
            if finding.picture is None or not finding.visible:
                continue
            if finding.picture.kind == "number":
                numbers.setdefault(finding.check, []).append((place, finding))
            else:
                found.setdefault(place, []).append(figure(finding.picture, finding.case))
    for alike in numbers.values():
        if len(alike) > 1:  # a single number is read as quickly as it is looked at
            found.setdefault(alike[0][0], []).append(_numbers([finding for _, finding in alike]))
    return found


def figure(picture: Picture, case: str) -> Figure:
    """One picture of one case."""
    if picture.kind == "heat":
        return _heat(picture, case)
    return _slopes(picture, case) if picture.kind == "slopes" else _lines(picture, case)


# ---------------------------------------------------------------- kinds


def _heat(picture: Picture, case: str) -> Figure:
    names = [_name(axis) for axis in picture.axes]
    rows, columns = picture.sizes
    said = _amount(picture)
    fewer = " Each cell shows the worst of several entries." if _is_thinned(picture) else ""
    part = f" Shown is {_name(picture.name)}, where the error is largest." if "[" in picture.name else ""
    drawing = svg.heat(
        picture.cells, picture.sizes, names, f"Heat map, {rows} by {columns} ({names[0]} by {names[1]}). {said}"
    )
    seen = set("".join(picture.cells))
    legend = [
        ("key more4", "+ too large") if seen & set("1234") else None,
        ("key less4", "− too small") if seen & set("abcd") else None,
        ("key odd", "× no finite number") if "!" in seen else None,
        ("key fine", "close enough") if "." in seen else None,
        ("", "the stronger the tone, the larger the error") if seen & set("123abc") else None,
    ]
    return Figure(
        _title("Where", picture, case),
        drawing,
        said + part + fewer,
        tuple(filter(None, legend)),
        *_table(picture.entries),
    )


def _lines(picture: Picture, case: str) -> Figure:
    plane, joined = picture.kind == "plane", picture.kind in ("lines", "plane")
    heights = [y for line in picture.lines for y in line.y if y is not None]
    log = not plane and bool(heights) and min(heights) > 0 and max(heights) > svg.LOG_FROM * min(heights)
    up = Scale.over(heights, svg.HEIGHT - svg.BOTTOM, svg.TOP, log=log)
    places = [x for line in picture.lines for x, y in zip(line.x, line.y, strict=False) if not plane or y is not None]
    across = Scale.over(places, svg.LEFT, svg.WIDTH - svg.RIGHT)
    drawing = Drawing()
    svg.axes(drawing, across, up, [_name(axis) for axis in picture.axes])
    if picture.mark is not None and not plane:
        drawing.path("parting", [f"M{across(picture.mark):.1f} {svg.TOP}V{svg.HEIGHT - svg.BOTTOM}"])
    drawn = [(_kind(place, line), line) for place, line in enumerate(picture.lines)]
    for kind, line in reversed(drawn):
        points = [None if y is None else (across(x), up(y)) for x, y in zip(line.x, line.y, strict=False)]
        if joined:
            drawing.path(f"line {kind}", svg.polyline(points))
        if kind != "aim" and (not joined or len(points) <= MARKERS):
            drawing.path(f"mark {kind}", (svg.dots if kind == "yours" else svg.crosses)(points))
    first = next(
        ((x, y) for line in picture.lines for x, y in zip(line.x, line.y, strict=False) if y is not None), None
    )
    if plane and first is not None:
        right = across(first[0]) > svg.WIDTH / 2
        drawing.text(
            across(first[0]) + (-6 if right else 6), up(first[1]) - 6, "start", "tick end" if right else "tick"
        )
    said = " ".join(filter(None, (_course(picture), _amount(picture), "The scale is logarithmic." if log else "")))
    key = "line-key" if joined else "dot-key"
    legend = [
        ("key cross-key" if kind == "wanted" and not joined else f"key {key} {kind}", _name(line.name))
        for kind, line in drawn
    ]
    if picture.mark is not None and not plane:
        legend.append(("key line-key parting", "where they part"))
    listed = " and ".join(_name(line.name) for line in picture.lines)
    return Figure(
        _title("The way of" if plane else "", picture, case),
        drawing.markup(f"Chart of {_name(picture.name)}: {listed}. {said}"),
        said, tuple(legend), *_table(picture.entries or _ends(picture.lines)),
    )  # fmt: skip


def _kind(place: int, line: Line) -> str:
    """How a line is drawn: the student's comes first, and one without an end of its own is an aim."""
    return "yours" if place == 0 else "aim" if len(set(line.y)) == 1 and len(line.y) == 2 else "wanted"


def _slopes(picture: Picture, case: str) -> Figure:
    line = picture.lines[0] if picture.lines else Line("", (), ())
    pairs = [(x, y) for x, y in zip(line.x, line.y, strict=False) if y is not None]
    ends = [value for pair in pairs for value in pair] + [0.0]
    up = Scale.over(ends, svg.HEIGHT - svg.BOTTOM, svg.TOP)
    across = Scale.over(ends, svg.LEFT, svg.WIDTH - svg.RIGHT)
    drawing = Drawing()
    svg.axes(drawing, across, up, [_name(axis) for axis in picture.axes])
    low, high = up.low, up.high
    drawing.path("line aim", [f"M{across(low):.1f} {up(low):.1f}L{across(high):.1f} {up(high):.1f}"])
    drawing.path("mark yours", svg.dots([(across(x), up(y)) for x, y in pairs]))
    said = "Each point is a random direction. In a right gradient all of them lie on the line."
    rows = tuple((brief(x), brief(y), brief(y / x) if x else "–") for x, y in pairs[:8])
    return Figure(
        _title("Slopes along random directions,", picture, case),
        drawing.markup(f"Chart of {len(pairs)} slopes. {said} The numbers are in the table."),
        said, (("key dot-key yours", "yours"), ("key line-key aim", "where right ones lie")),
        ("Measured", f"{_name(picture.name)} says", "Ratio"), rows,
    )  # fmt: skip


def _numbers(alike: Sequence[GradedFinding]) -> Figure:
    """One number in several cases: the same factor, or the same distance, is seen at once."""
    drawn = [(finding.case, entry) for finding in alike if finding.picture for entry in finding.picture.entries[:1]]
    name = _name(alike[0].picture.name if alike[0].picture else alike[0].check)
    values = [value for _, entry in drawn for value in (entry.seen, entry.expected) if value is not None]
    log = bool(values) and min(values) > 0 and max(values) > svg.LOG_FROM * min(values)
    height = 22 * len(drawn) + svg.BOTTOM + svg.TOP
    across = Scale.over(values, 120, svg.WIDTH - svg.RIGHT, log=log)
    drawing = Drawing(height=height)
    drawing.path("grid", [f"M{across(tick):.1f} {svg.TOP}V{height - svg.BOTTOM}" for tick in across.ticks()])
    for tick in across.ticks():
        drawing.text(across(tick), height - svg.BOTTOM + 14, brief(tick), "tick middle")
    for row, (case, entry) in enumerate(drawn):
        y = svg.TOP + 22 * row + 12
        drawing.text(112, y + 3.5, _cut(case, 17), "tick end")
        got, wanted = (None if v is None else (across(v), y) for v in (entry.seen, entry.expected))
        drawing.path("line gap", svg.polyline([got, wanted]))
        drawing.path("mark wanted", svg.crosses([wanted]))
        drawing.path("mark yours", svg.dots([got], 3.5))
    drawing.text((120 + svg.WIDTH - svg.RIGHT) / 2, height - 4, name, "tick middle name")
    said = f"{name} on the visible cases where it is wrong." + (" The scale is logarithmic." if log else "")
    head = ("Case", "Yours", "Expected", "Difference", "Ratio")
    rows = tuple((_name(case), *_cells(entry), _ratio(entry)) for case, entry in drawn)
    return Figure(
        f"{name}, case by case", drawing.markup(f"Chart. {said} The numbers are in the table."), said,
        (("key dot-key yours", "yours"), ("key cross-key", "expected")), head, rows,
    )  # fmt: skip


# ---------------------------------------------------------------- words


def _title(before: str, picture: Picture, case: str) -> str:
    verb = (
        f"Where {_name(picture.name.split('[', maxsplit=1)[0])} is off"
        if before == "Where"
        else f"{before} {_name(picture.name)}"
    )
    return f"{verb.strip()}, on {_name(case)}"


def _amount(picture: Picture) -> str:
    """How much of it is wrong, and how far beyond rounding."""
    wrong, total = picture.off
    if not total:
        return ""
    said = f"{wrong} of {total} entries {'is' if wrong == 1 else 'are'} wrong"
    if picture.largest is None:
        return f"{said}."
    times = f", {_times(picture.largest / picture.limit)} what counts as rounding" if picture.limit else ""
    return f"{said}, by {brief(picture.largest)} at most{times}."


def _times(factor: float) -> str:
    if factor < 10_000:
        return f"{factor:.2g} times" if factor < 100 else f"{factor:.0f} times"
    power = str(math.floor(math.log10(min(factor, 1e300)))).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"some 10{power} times"


def _course(picture: Picture) -> str:
    """Where the lines part, and where one ends."""
    lost = next((x for line in picture.lines[:1] for x, y in zip(line.x, line.y, strict=False) if y is None), None)
    gone = "" if lost is None else f"From {picture.axes[1]} {brief(lost)} on, yours is no finite number."
    if picture.mark is None:
        return gone
    if picture.kind == "plane":
        return f"They part at step {brief(picture.mark)}. {gone}".strip()
    return f"They part at {_name(picture.axes[1])} {brief(picture.mark)}. {gone}".strip()


def _ends(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """First and last of both curves, where there is no better table."""
    if len(lines) < 2 or lines[0].x != lines[1].x:
        return ()
    both = list(zip(lines[0].x, lines[0].y, lines[1].y, strict=False))
    return tuple(Entry(f"{brief(x)}", y, z) for x, y, z in (both[:1] + both[-1:] if len(both) > 1 else both))


def _table(entries: Sequence[Entry]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    if not entries:
        return (), ()
    return ("Place", "Yours", "Expected", "Difference"), tuple((_name(each.place), *_cells(each)) for each in entries)


def _cells(entry: Entry) -> tuple[str, str, str]:
    seen, wanted = entry.seen, entry.expected
    away = f"{seen - wanted:+.3g}" if seen is not None and wanted is not None else "–"
    return _number(seen), _number(wanted), away.replace("-", "−")


def _number(value: float | None) -> str:
    return "not finite" if value is None else f"{value:.12g}".replace("-", "−")


def _ratio(entry: Entry) -> str:
    return "–" if entry.seen is None or not entry.expected else f"{entry.seen / entry.expected:.3g}".replace("-", "−")


def _is_thinned(picture: Picture) -> bool:
    return bool(picture.cells) and (len(picture.cells), len(picture.cells[0])) != tuple(picture.sizes)


def _name(text: str) -> str:
    return one_line(whole(text), LONGEST)


def _cut(text: str, most: int) -> str:
    return one_line(whole(text), most)
