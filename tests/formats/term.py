"""A class, graded through the command line as an instructor would."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.cli import main

WRONG = "def mse_loss(x, y):\n    return 0.0, x\n"


@dataclass
class Term:
    """Downloads on one side, what the grader made of them on the other."""

    root: Path
    course: Path
    right: str

    @property
    def out(self) -> Path:
        return self.root / "out"

    def zipped(self, members: Mapping[str, str | bytes], name: str = "submissions.zip") -> Path:
        path = self.root / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    def unzipped(self, members: Mapping[str, str | bytes], name: str = "submissions") -> Path:
        for member, content in members.items():
            path = self.root / name / member
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self.root / name

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def grade(self, download: Path, *options: str) -> int:
        where = ["--course", str(self.course), "-o", str(self.out), "--wall", "process", "--jobs", "1"]
        return main(["grade", str(download), *where, *options])

    def export(self, form: str, *options: str) -> int:
        return main(["export", form, str(self.out), *options])

    def earned(self) -> dict[str, str]:
        """By student, from grades.csv."""
        text = (self.out / "grades.csv").read_text(encoding="utf-8")
        return {row["student"]: row["earned"] for row in csv.DictReader(io.StringIO(text))}

    def report(self, student: str) -> dict[str, Any]:
        return json.loads((self.out / student / "report.json").read_text(encoding="utf-8"))

    def people(self) -> dict[str, dict[str, str]]:
        text = (self.out / "students.csv").read_text(encoding="utf-8")
        return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}
