"""Drawings of a few hundred numbers, as SVG without colours, styles or scripts: the style sheet paints its classes.

Labels may quote strangers and are escaped; all else is made of our own words and of numbers. Thousands of coordinates
are put together as plain text: `Markup.format` takes ten times as long.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

WIDTH, HEIGHT = 360, 210
"""Of a drawing with axes, in its own units: about as wide as a phone, so that letters keep their size there."""
LEFT, RIGHT, TOP, BOTTOM = 52, 10, 10, 34
CELL = 26
"""The largest side of a cell of a heat map."""
LOG_FROM = 50.0
"""Positive heights that differ by this factor stand on a logarithmic scale: a line would hug the axis."""


@dataclass(frozen=True)
class Scale:
    """From numbers to places between two ends, linear or logarithmic."""

    low: float
    high: float
    start: float
    stop: float
    log: bool = False

    @classmethod
    def over(cls, values: Iterable[float], start: float, stop: float, *, log: bool = False) -> Scale:
        """That holds all of these, with a little room at both ends."""
        found = list(values) or [0.0]
        low, high = min(found), max(found)
        if log:
            return cls(low / 1.2, high * 1.2, start, stop, log=True)
        room = 0.06 * (high - low) or abs(high) * 0.5 or 1.0
        return cls(low - room, high + room, start, stop)

    def __call__(self, value: float) -> float:
        """The place of a number, in units of the drawing."""
        place = self._measure(value) - self._measure(self.low)
        return self.start + (self.stop - self.start) * place / (self._measure(self.high) - self._measure(self.low))

    def ticks(self, most: int = 4) -> list[float]:
        """Round numbers between the ends."""
        if self.log:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            every = max(1, math.ceil((last - first + 1) / most))
            powers = [10.0**power for power in range(first, last + 1, every)]
            return powers if len(powers) > 1 else [self.low * 1.2, self.high / 1.2]
        step = _round_step((self.high - self.low) / most)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return [0.0 if not turn else turn * step for turn in range(first, min(last, first + 2 * most) + 1)]

    def _measure(self, value: float) -> float:
        return math.log10(max(value, 1e-300)) if self.log else value


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    return next((times * power for times in (1, 2, 5) if rough <= times * power), 10 * power)


@dataclass
class Drawing:
    """Parts, one above the other."""

    width: float = WIDTH
    height: float = HEIGHT
    _parts: list[str] = field(default_factory=list)

    def path(self, kind: str, steps: Iterable[str]) -> None:
        """A path of this class; nothing where there are no steps. Both are made of our own words and numbers."""
        d = "".join(steps)
        if d:
            self._parts.append(f'<path class="{kind}" d="{d}"/>')

    def text(self, x: float, y: float, said: str, kind: str = "tick", *, turned: bool = False) -> None:
        """A label, which may quote strangers."""
        turn = f' transform="rotate(-90 {_short(x)} {_short(y)})"' if turned else ""
        self._parts.append(f'<text class="{kind}" x="{_short(x)}" y="{_short(y)}"{turn}>{escape(said)}</text>')

    def markup(self, said: str) -> Markup:
        """The whole, with the sentence that stands for it where it cannot be seen."""
        size = f'viewBox="0 0 {_short(self.width)} {_short(self.height)}"'
        size += f' width="{_short(self.width)}" height="{_short(self.height)}"'
        parts = "".join(self._parts)
        return Markup(f'<svg class="picture" {size} role="img" aria-label="{escape(said)}">{parts}</svg>')  # noqa: S704 - strangers' words are escaped above


def axes(drawing: Drawing, across: Scale, up: Scale, names: Sequence[str]) -> None:
    """Grid, ticks with numbers, and what runs up and across."""
    heights, places = up.ticks(), across.ticks(5)
    lines = [f"M{LEFT} {_short(up(tick))}H{WIDTH - RIGHT}" for tick in heights]
    drawing.path("grid", lines)
    drawing.path("axis", [f"M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"])
    for tick in heights:
        drawing.text(LEFT - 5, up(tick) + 3.5, brief(tick), "tick end")
    for tick in places:
        drawing.text(across(tick), HEIGHT - BOTTOM + 14, brief(tick), "tick middle")
    drawing.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, names[1], "tick middle name")
    if names[0]:
        drawing.text(10, (TOP + HEIGHT - BOTTOM) / 2, names[0], "tick middle name", turned=True)


def polyline(points: Sequence[tuple[float, float] | None]) -> Iterable[str]:
    """Straight lines through the points, broken where one is None."""
    pen = "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        yield f"{pen}{_short(point[0])} {_short(point[1])}"
        pen = "L"


def dots(points: Iterable[tuple[float, float] | None], radius: float = 3) -> Iterable[str]:
    """A filled circle at each point."""
    for point in points:
        if point is not None:
            x, y = point
            half = f"a{radius} {radius} 0 1 0"
            yield f"M{_short(x - radius)} {_short(y)}{half} {2 * radius} 0{half} {-2 * radius} 0"


def crosses(points: Iterable[tuple[float, float] | None], size: float = 3.5) -> Iterable[str]:
    """An × at each point."""
    for point in points:
        if point is not None:
            x, y = point
            yield f"M{_short(x - size)} {_short(y - size)}l{2 * size} {2 * size}m0 {-2 * size}l{-2 * size} {2 * size}"


TONES = {
    "!": "odd",
    ".": "fine",
    **{sign: f"more{sign}" for sign in "1234"},
    **dict(zip("abcd", ("less1", "less2", "less3", "less4"), strict=True)),
}
"""The class of each character of a heat map; unknown ones are not drawn."""


def heat(cells: Sequence[str], sizes: Sequence[int], names: Sequence[str], said: str) -> Markup:
    """Rows of cells; too large ones bear a plus, too small ones a minus, and what is no number a cross."""
    columns = max(map(len, cells), default=0)
    side = min(CELL, (WIDTH - 40) / max(columns, 1))
    drawing = Drawing(40 + max(columns * side, 90), 28 + max(len(cells) * side, 60 if names[0] else 0))
    runs: dict[str, list[str]] = {}
    signs: dict[str, list[str]] = {}
    for row, line in enumerate(cells):
        for start, stop, tone in _runs(line):
            x, y = 32 + start * side, 22 + row * side
            width = _short((stop - start) * side)
            runs.setdefault(tone, []).append(f"M{_short(x)} {_short(y)}h{width}v{_short(side)}h-{width}z")
            signs.setdefault(tone, []).extend(_marks(_sign(tone), x, y, side, stop - start))
    for tone, boxes in runs.items():
        drawing.path(f"cell {TONES[tone]}", boxes)
    for tone, marks in signs.items():
        drawing.path("sign-strong" if tone in "34cd" else "signs", marks)
    drawing.path("grid fine-grid", _lattice(columns, len(cells), side))
    _indices(drawing, columns, len(cells), side, sizes)
    drawing.text(32 + max(columns * side, 40) / 2, 9, names[1], "tick middle name")
    drawing.text(8, 22 + max(len(cells) * side, 30) / 2, names[0], "tick middle name", turned=True)
    return drawing.markup(said)


def _runs(line: str) -> Iterable[tuple[int, int, str]]:
    """Neighbours of one tone, drawn as one."""
    start = 0
    for place in range(1, len(line) + 1):
        if place == len(line) or line[place] != line[start]:
            if line[start] in TONES:
                yield start, place, line[start]
            start = place


def _sign(tone: str) -> str:
    return "+" if tone in "1234" else "-" if tone in "abcd" else "x" if tone == "!" else ""


def _marks(sign: str, x: float, y: float, side: float, count: int) -> Iterable[str]:
    """So that nobody has to tell the colours apart."""
    if not sign:
        return
    arm = side * 0.2
    for turn in range(count):
        a, b = x + (turn + 0.5) * side, y + 0.5 * side
        if sign == "x":
            yield from crosses([(a, b)], round(arm, 1))
        else:
            yield f"M{_short(a - arm)} {_short(b)}h{_short(2 * arm)}"
            if sign == "+":
                yield f"M{_short(a)} {_short(b - arm)}v{_short(2 * arm)}"


def _lattice(columns: int, rows: int, side: float) -> Iterable[str]:
    for column in range(columns + 1):
        yield f"M{_short(32 + column * side)} 22v{_short(rows * side)}"
    for row in range(rows + 1):
        yield f"M32 {_short(22 + row * side)}h{_short(columns * side)}"


def _indices(drawing: Drawing, columns: int, rows: int, side: float, sizes: Sequence[int]) -> None:
    """The first and the last index of each axis."""
    if not columns or not rows:
        return
    drawing.text(32 + side / 2, 20, "0", "tick middle")
    drawing.text(28, 22 + side / 2 + 3.5, "0", "tick end")
    if columns > 1:
        drawing.text(32 + (columns - 0.5) * side, 20, str(sizes[1] - 1), "tick middle")
    if rows > 1:
        drawing.text(28, 22 + (rows - 0.5) * side + 3.5, str(sizes[0] - 1), "tick end")


def brief(value: float) -> str:
    """A tick's number, without the digits that say nothing."""
    return f"{value:.4g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")


def _short(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")
