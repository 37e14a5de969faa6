"""Names taken out of sentences and code, where students are to be called by numbers."""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST = 3
"""Letters of a part of a name: shorter ones stand inside of half of all words."""


def masked(text: str, student: str) -> str:
    """`text` with `…` in place of the student's name and of each of its parts, as whole words in any case."""
    pattern = _pattern(student)
    return pattern.sub("…", text) if pattern else text


@lru_cache(maxsize=4096)
def _pattern(student: str) -> re.Pattern[str] | None:
    parts = {part for part in re.split(r"[\W_\d]+", student) if len(part) >= SHORTEST}
    wanted = sorted({student, *parts} - {""}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(rf"(?<![^\W_\d])(?:{'|'.join(map(re.escape, wanted))})(?![^\W_\d])", re.IGNORECASE)
