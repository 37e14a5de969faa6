"""The benchmarks' programs run, and print what they say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


def told(name: str, *arguments: str) -> dict[str, object]:
    command = [sys.executable, str(BENCHMARKS / name), *arguments, "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    figures: dict[str, object] = json.loads(ran.stdout)
    return figures


def test_designs_are_compared_on_the_same_submission(tmp_path: Path) -> None:
    """Figures for each design, and a picture of them."""
    picture = tmp_path / "walls.svg"
    names = ("kernel", "fresh process, numpy imported")
    only = [word for name in names for word in ("--only", name)]
    figures = told("walls.py", "--quick", "--draw", str(picture), *only)
    assert tuple(figures) == names
    assert all(set(each) == {"p50_ms", "per_second", "cpu_ms"} for each in figures.values())
    assert all(name in picture.read_text(encoding="utf-8") for name in names)


def test_pages_are_timed_and_weighed() -> None:
    """With pictures, with code, with a notebook, and without."""
    figures = told("pages.py", "--rounds", "1")
    assert len(figures) == 7
    assert all(set(each) == {"ms", "bytes"} and each["bytes"] > 0 for each in figures.values())


def test_the_harness_is_told_apart_from_the_students_functions() -> None:
    """CPU time of host and worker together is the student's and the harness's."""
    figures = told("whole_hand_in.py", "--rounds", "1")
    assert set(figures) == {"student_ms", "host_ms", "worker_ms", "harness_ms", "mark_ms"}
