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
from typing import TypeAlias

from .slices import Sheet

Need: TypeAlias = tuple[str, int, bool]
"""A name, the unit before which it is needed, and whether gently: by definitions, imports and constants alone.

What a definition of which others hear needs when it is called is needed gently, for perhaps nobody calls it: a
decorated `main()` loads no data. Where it is made with something that is wanted, such as the class that a method is
added to, it counts in full.
"""


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
        self._announced = [unit for unit in sheet.units if unit.announces]
        self._own_stars = [index for index in sheet.stars if index not in foreign]
        self._known: dict[str, list[tuple[int, bool]]] = {}

    def plan(self, name: str) -> Plan:
        """What has to run so that the name has its last value, and definitions of which others hear are made."""
        plan, seen = Plan(), set[Need]()
        needs = [(name, self._end, False)]
        for index in self._always:
            plan.units.add(index)
            needs.extend((needed, index, False) for needed in self._sheet.units[index].scope.now)
        self._follow(plan, seen, needs)
        wanted = {needed for needed, _, _ in seen}
        for unit in self._announced:
            plan.units.add(unit.index)
            needs = [(needed, unit.index, False) for needed in unit.scope.now]
            gentle = not unit.scope.now & wanted
            needs.extend((needed, self._end, gentle) for needed in unit.scope.later)
            self._follow(plan, seen, needs)
        return plan

    def _follow(self, plan: Plan, seen: set[Need], needs: list[Need]) -> None:
        while needs:
            need = needs.pop()
            if need not in seen:
                seen.add(need)
                needs.extend(self._take(plan, *need))

    def _take(self, plan: Plan, name: str, before: int, gentle: bool) -> list[Need]:  # noqa: FBT001 - part of a need
        needs: list[Need] = []
        for index, star in self._reaching(name, before):
            if star:
                plan.picks.setdefault(index, set()).add(name)
                continue
            unit = self._sheet.units[index]
            if gentle and not unit.call_free:
                continue
            plan.units.add(index)
            needs.extend((needed, index, gentle) for needed in unit.scope.now if needed != name or unit.asks(name))
            needs.extend((needed, before, gentle) for needed in unit.scope.later)
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
