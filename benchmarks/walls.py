"""Compares ways to run student code on the same submission, interleaved in one run: `python benchmarks/walls.py`.

    --quick         fewer rounds
    --json          {design: {"p50_ms", "per_second", "cpu_ms"}} and nothing else
    --draw FILE     the table as an SVG

For each design: the median time of one submission after the other, submissions a second with one thread per core, and
CPU time of the whole machine for each of them (children, containers and the engine included, and whatever else runs).
Rounds go through all designs in turn; printed are medians over rounds, and how a design compares with a fresh process.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import course
import drawing
from designs import NotHereError, Once, all_designs

from grader.bench import bench_for

FLOOR = "fresh process, numpy imported"
CORES = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Figures:
    """What one design needs for one submission."""

    p50_ms: float
    per_second: float
    cpu_ms: float


def main() -> int:
    """Measures, and prints or draws."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", action="store_true", help="figures as JSON on stdout")
    parser.add_argument("--draw", type=Path, metavar="FILE", help="the figures as an SVG")
    parser.add_argument("--only", action="append", metavar="NAME", help="these designs only; may be given again")
    options = parser.parse_args()
    rounds, seconds = (3, 0.7) if options.quick else (9, 1.5)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        bench = bench_for(course.write(Path(folder)).assignment("speed"))
        ready = _ready(stack, all_designs(bench), options.only)
        measured: dict[str, list[Figures]] = {name: [] for name in ready}
        for _ in range(rounds):
            for name, once in ready.items():
                measured[name].append(_measured(once, seconds))
    figures = {name: _medians(each) for name, each in measured.items()}
    if options.draw:
        options.draw.write_text(drawing.bars({name: each.per_second for name, each in figures.items()}), "utf-8")
    print(
        json.dumps({name: asdict(each) for name, each in figures.items()}, indent=1)
        if options.json
        else _table(figures)
    )
    return 0


def _ready(stack: ExitStack, designs: Mapping[str, Callable[[], object]], only: list[str] | None) -> dict[str, Once]:
    """Every design that this machine can run, started and warm; why another one is left out is said on stderr."""
    ready: dict[str, Once] = {}
    for name, design in designs.items():
        if only and name not in only:
            continue
        try:
            once = stack.enter_context(design())  # type: ignore[arg-type]
        except NotHereError as error:
            print(f"left out: {name}: {error}", file=sys.stderr)
            continue
        once()
        ready[name] = once
    return ready


def _measured(once: Once, seconds: float) -> Figures:
    """One after the other for the time of one, then side by side for the rate."""
    times = []
    until = time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        started = time.perf_counter()
        once()
        times.append(time.perf_counter() - started)
    count = max(CORES, round(CORES * seconds / statistics.median(times)))
    busy, started = _busy(), time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(lambda _: once(), range(count)))
    took = time.perf_counter() - started
    return Figures(statistics.median(times) * 1e3, count / took, (_busy() - busy) / count * 1e3)


def _busy() -> float:
    """CPU seconds that all processors of this machine have worked since it started."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, interrupts, soft, *_ = map(int, fields)
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def _medians(each: list[Figures]) -> Figures:
    columns = zip(*((one.p50_ms, one.per_second, one.cpu_ms) for one in each), strict=True)
    return Figures(*(round(statistics.median(column), 2) for column in columns))


def _table(figures: Mapping[str, Figures]) -> str:
    """A Markdown table, as it stands in the documentation."""
    floor = figures.get(FLOOR)
    lines = [
        f"| design | p50 ms | a second, {CORES} at a time | CPU ms each | times a fresh process |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, each in figures.items():
        ratio = f"{each.per_second / floor.per_second:.1f}" if floor else ""
        lines.append(f"| {name} | {each.p50_ms:.1f} | {each.per_second:.1f} | {each.cpu_ms:.1f} | {ratio} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
