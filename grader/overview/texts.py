"""What a comparison of texts found: plain data, whoever compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Likeness:
    """Two hand-ins with text in common that few others have."""

    first: str
    second: str
    similarity: float
    """Share of the shorter one's fingerprints that the other has."""
    alike: int
    """Fingerprints that both have."""


@dataclass(frozen=True)
class Texts:
    """All of it."""

    how: str = "The text was not compared: ask for it with --similarity."
    left_out: tuple[tuple[str, str], ...] = ()
    """Student and reason."""
    pairs: tuple[Likeness, ...] = ()
