"""The few drawings of the class report, as SVG without style attributes: the page's style sheet colours them.

Every drawing has words beside it that say the same; so the small ones are hidden from screen readers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from grader.overview.document import Bin, Discrimination, Range, Spread
from grader.report.points import shown

WIDTH, HEIGHT = 640, 250
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 40, 28
"""Margins of the histogram, in its own units."""


def histogram(bins: Sequence[Bin], spread: Spread | None) -> Markup:
    """Columns of students over points, with the quartiles as a box above and a line at the mean."""
    if not bins or spread is None:
        return Markup()
    tallest = max(each.students for each in bins)
    parts = [_grid(tallest)]
    most = bins[-1].high
    for each in bins:
        high = _up(each.students, tallest)
        x, end = _across(each.low, most), _across(each.high, most)
        parts.append(_column(x, HEIGHT - BOTTOM - high, end - x, high, each.students))
    parts.append(_edges(bins))
    parts.append(_quartiles(spread, most))
    about = f"Histogram of {sum(each.students for each in bins)} students' points; the table below has its numbers."
    frame = Markup('<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
    return frame.format(WIDTH, HEIGHT, about, Markup().join(parts))


def _up(students: int, tallest: int) -> float:
    return (HEIGHT - TOP - BOTTOM) * students / max(tallest, 1)


def _across(points: float, most: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(points / most, 0.0), 1.0)


def _grid(tallest: int) -> Markup:
    """Lines at whole numbers of students, five at most."""
    step = _step(tallest)
    line = Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>')
    label = Markup('<text class="axis" x="{}" y="{:.1f}" text-anchor="end">{}</text>')
    parts = []
    for count in range(0, tallest + 1, step):
        y = HEIGHT - BOTTOM - _up(count, tallest)
        parts += [line.format(LEFT, WIDTH - RIGHT, y, y), label.format(LEFT - 6, y + 4, count)]
    return Markup().join(parts)


def _step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that five steps reach the top."""
    power = int(10 ** max(math.floor(math.log10(max(most, 1) / 5)), 0)) or 1
    return next(each * power for each in (1, 2, 5, 10, 20, 50) if most <= 5 * each * power)


def _column(x: float, top: float, wide: float, high: float, students: int) -> Markup:
    bar = Markup('<rect class="column" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    label = Markup('<text class="count" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>')
    drawn = bar.format(x + 1, top, max(wide - 2, 1), high)
    return drawn + (label.format(x + wide / 2, top - 4, students) if students else Markup())


def _edges(bins: Sequence[Bin]) -> Markup:
    label = Markup('<text class="axis" x="{:.1f}" y="{}" text-anchor="middle">{}</text>')
    most = bins[-1].high
    edges = [*(each.low for each in bins), most]
    return Markup().join(label.format(_across(edge, most), HEIGHT - BOTTOM + 16, shown(edge)) for edge in edges)


def _quartiles(spread: Spread, most: float) -> Markup:
    """A box from quartile to quartile with the median in it, and a triangle at the mean, above the columns."""
    box, line = (
        Markup('<rect class="box" x="{:.1f}" y="4" width="{:.1f}" height="10"/>'),
        Markup('<line class="median" x1="{0:.1f}" x2="{0:.1f}" y1="2" y2="16"/>'),
    )
    mean = Markup('<path class="mean" d="M{:.1f} 25 l-4 -7 h8 z"/>')
    low, middle, high, average = (
        _across(value, most) for value in (spread.first_quartile, spread.median, spread.third_quartile, spread.mean)
    )
    return box.format(low, max(high - low, 1)) + line.format(middle) + mean.format(average)


def bar(share: float | None, interval: Range | None = None, kind: str = "bar") -> Markup:
    """A bar from 0 to 1, with the interval as a thin line; `kind` is its class."""
    if share is None:
        return Markup()
    whisker = Markup()
    if interval is not None:
        line = Markup('<line class="whisker" x1="{:.1f}" x2="{:.1f}" y1="6" y2="6"/>')
        whisker = line.format(100 * interval.low, 100 * interval.high)
    frame = Markup(
        '<svg class="{}" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rest" width="100" height="12"/><rect class="part" width="{:.1f}" height="12"/>{}</svg>'
    )
    return frame.format(kind, 100 * min(max(share, 0.0), 1.0), whisker)


def dot(found: Discrimination) -> Markup:
    """A correlation between -1 and 1 with its interval, and a line at 0."""
    if found.r is None:
        return Markup()
    whisker = Markup()
    if found.interval is not None:
        line = Markup('<line class="whisker" x1="{:.1f}" x2="{:.1f}" y1="6" y2="6"/>')
        whisker = line.format(50 + 48 * found.interval.low, 50 + 48 * found.interval.high)
    frame = Markup(
        '<svg class="dot" viewBox="0 0 100 12" aria-hidden="true"><line class="grid" x1="2" x2="98" y1="6" y2="6"/>'
        '<line class="zero" x1="50" x2="50" y1="0" y2="12"/>{}<circle class="r" cx="{:.1f}" cy="6" r="3.5"/></svg>'
    )
    return frame.format(whisker, 50 + 48 * found.r)
