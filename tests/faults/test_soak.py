"""The soak itself is tried on a small class, so that it can be trusted with a large one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def test_a_class_with_hostile_hand_ins_is_judged_as_undisturbed_whatever_is_killed() -> None:
    """One submission in ten is hostile, and a supervisor is killed every few seconds."""
    command = [sys.executable, str(BENCHMARKS / "soak.py"), "--submissions", "60", "--hostile", "10", "--every", "4"]
    done = subprocess.run([*command, "--wall", "kernel", "--json"], capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert told["holds"]
    assert (told["submissions"], told["hostile"]) == (60, 6)
    assert told["kills"] > 0
    assert told["wrong"] == told["left_behind"] == []
    assert told["exit_codes"][-1] == 0
    assert told["memory_mib"] > 0
