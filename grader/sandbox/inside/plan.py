"""Which units of a file have to run so that one name can be used.

A name is needed *before* some unit, or at the end of the file: `n = 10; table = zeros(n); n = "done"` gives `table` the
first `n`. Walking backwards from there, the units that bind or change the name are taken until one replaces it.
What a taken unit needs while it runs is needed before that unit; what its functions need when called is needed
wherever the name itself is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from .slices import Sheet


@dataclass(eq=False)
class Plan:
    """Indices of units to run in order, and the names to take from star imports of submitted files."""

    units: set[int] = field(default_factory=set)
    picks: dict[int, set[str]] = field(default_factory=dict)


class Planner:
    """Plans over one sheet.

    `gives(star, name)`: whether that star import of a submitted file brings the name. `foreign` are the star imports
    of libraries, whose names are unknown until they run.
    """

    def __init__(self, sheet: Sheet, gives: Callable[[int, str], bool], foreign: set[int]) -> None:
        self._sheet, self._gives = sheet, gives
        self._end = len(sheet.units)
        self._always = sorted({*sheet.wilds, *foreign})
        self._own_stars = [index for index in sheet.stars if index not in foreign]
        self._known: dict[str, list[tuple[int, bool]]] = {}

    def plan(self, name: str) -> Plan:
        """What has to run so that the name has its last value."""
        plan, seen = Plan(), set[tuple[str, int]]()
        todo = [(name, self._end)]
        for index in self._always:
            plan.units.add(index)
            todo.extend((needed, index) for needed in self._sheet.units[index].scope.now)
        while todo:
            wanted = todo.pop()
            if wanted not in seen:
                seen.add(wanted)
                todo.extend(self._take(plan, *wanted))
        return plan

    def _take(self, plan: Plan, name: str, before: int) -> list[tuple[str, int]]:
        needs: list[tuple[str, int]] = []
        for index, star in self._reaching(name, before):
            if star:
                plan.picks.setdefault(index, set()).add(name)
                continue
            plan.units.add(index)
            unit = self._sheet.units[index]
            needs.extend((needed, index) for needed in unit.scope.now if needed != name or unit.asks(name))
            needs.extend((needed, before) for needed in unit.scope.later)
        return needs

    def _reaching(self, name: str, before: int) -> list[tuple[int, bool]]:
        """The units that give the name its value before that index: (index, is a star import), last one first."""
        sources = self._sources(name)
        count = bisect_left(sources, (before, False))
        if count == 0:
            count = len(sources)  # cells that were run out of order: the name is bound further down
        reaching = []
        for place in range(count - 1, -1, -1):
            index, star = sources[place]
            reaching.append((index, star))
            if star or self._sheet.units[index].replaces(name):
                break
        return reaching

    def _sources(self, name: str) -> list[tuple[int, bool]]:
        if name not in self._known:
            self._known[name] = sorted(self._search(name))
        return self._known[name]

    def _search(self, name: str) -> set[tuple[int, bool]]:
        binders = self._sheet.binders.get(name, [])
        stars = [index for index in self._own_stars if self._gives(index, name)]
        if not binders and not stars:
            return set()
        imported = any(self._sheet.units[index].imports for index in binders) or not binders
        touching = [
            index
            for index in self._sheet.touching.get(name, [])
            if not imported or name in self._sheet.units[index].stores
        ]
        return {*((index, False) for index in [*binders, *touching]), *((index, True) for index in stars)}
