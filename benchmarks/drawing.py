"""Figures as a picture for the documentation: an SVG without fonts, scripts or colours that paper would lose."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

ROW, BAR, LABEL, WIDTH = 26, 16, 240, 760
"""Pixels: height of a row and its bar, width of the names, of everything."""
ROOM = 70
"""For the number behind the longest bar."""


def bars(rates: Mapping[str, float]) -> str:
    """Horizontal bars of submissions a second, in the given order, each with its number."""
    most = max(rates.values())
    rows = [_row(number, name, rate, rate / most) for number, (name, rate) in enumerate(rates.items())]
    height = ROW * (len(rows) + 1)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="submissions a second" font-family="sans-serif" font-size="13">\n'
        "<style>text{fill:#222}rect{fill:#2b6cb0}"
        "@media (prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#63a4e8}}</style>\n"
    )
    title = f'<text x="{LABEL}" y="17">submissions a second (longer is faster)</text>\n'
    return head + title + "\n".join(rows) + "\n</svg>\n"


def _row(number: int, name: str, rate: float, share: float) -> str:
    top = ROW * (number + 1)
    length = max(1.0, share * (WIDTH - LABEL - ROOM))
    middle = top + BAR - 3
    return (
        f'<text x="{LABEL - 8}" y="{middle}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{BAR}"/>'
        f'<text x="{LABEL + length + 6:.1f}" y="{middle}">{rate:.1f}</text>'
    )
