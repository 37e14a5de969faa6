"""The attacks as files: what each tries, what must come of it, and how it is handed in.

`submissions/<row>/*.py` are handed in as they are; `entries/*.py` have a function `make(folder, name)` that writes
the entry: an archive, a notebook, a link. Each begins with what it tries and what must happen, and with fields:

    # outcome: full marks | less than half | nothing | refused     what its own exercise earns, or no file is read
    # says: words that its report must hold
    # loses: a check of an exercise, which must not pass
    # spares: an exercise of the same file that must keep full marks
    # copies: how often it is handed in
    # entry: what it is called in the class
    # walls: the only one that it is tried on, where the wall does not matter and the grading takes long
    # varies: why its report is not the same each time, if it is not
    # unwalled: breach                                             without a wall it gets through

An attack that gets where it should not raises an error with the word BREACH. Names between two @ are filled in when it
is handed in: attackers know every path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.intake.names import student_id

HERE = Path(__file__).parent
FIELD = re.compile(r"# (outcome|says|loses|spares|copies|entry|walls|varies|unwalled): (.*)")
OUTCOMES = ("full marks", "less than half", "nothing", "refused")
AS_NOBODY = " as nobody"
"""Ends the name of a wall that is raised by an ordinary user."""
USERS_MATTER = ("steal", "reach", "linger")
"""Rows that depend on who raises the wall."""
EXERCISE = "l2_penalty"
"""What attacks pretend to solve: the shortest exercise."""


@dataclass(frozen=True)
class Attack:
    """One file of attacks."""

    file: Path
    told: tuple[str, ...]
    """What it tries and what must happen, in words."""
    fields: Mapping[str, str]

    @property
    def id(self) -> str:
        """Row of the table and name."""
        return f"{self.file.parent.name}-{self.file.stem}"

    @property
    def outcome(self) -> str:
        """One of OUTCOMES."""
        return self.fields["outcome"]

    @property
    def entries(self) -> tuple[str, ...]:
        """What it is called in the class, without ending, once for each copy."""
        name, copies = self.fields.get("entry", self.id), int(self.fields.get("copies", "1"))
        return (name,) if copies == 1 else tuple(f"{name}-{number}" for number in range(copies))

    @property
    def students(self) -> tuple[str, ...]:
        """What the grader calls those who handed it in."""
        return tuple(student_id(entry, set()) for entry in self.entries)

    def is_tried(self, setting: str) -> bool:
        """Whether it belongs into the class behind this wall."""
        if setting.endswith(AS_NOBODY):
            return self.file.parent.name in USERS_MATTER
        return self.fields.get("walls", setting) == setting

    def hand_in(self, folder: Path, knows: Mapping[str, str]) -> None:
        """Puts every copy into the class."""
        text = filled_in(self.file.read_text(encoding="utf-8"), knows)
        made: dict[str, object] = {}
        if self.file.parent.name == "entries":
            exec(compile(text, str(self.file), "exec"), made)
        for entry in self.entries:
            if callable(make := made.get("make")):
                make(folder, entry)
            else:
                (folder / f"{entry}.py").write_text(text, encoding="utf-8")


def filled_in(text: str, knows: Mapping[str, str]) -> str:
    """The text with what an attacker knows in the place of @names@."""
    for name, value in knows.items():
        text = text.replace(f"@{name}@", value)
    return text


def read(file: Path) -> Attack:
    """The attack in a file, by the comment it begins with."""
    head = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            break
        head.append(line)
    fields = dict(match.groups() for line in head if (match := FIELD.fullmatch(line)))
    return Attack(file, tuple(line[2:] for line in head if not FIELD.fullmatch(line)), fields)


ATTACKS = [read(file) for file in sorted([*HERE.glob("submissions/*/*.py"), *HERE.glob("entries/*.py")])]


def tried_on(setting: str) -> list[Attack]:
    """The attacks in the class behind this wall."""
    return [attack for attack in ATTACKS if attack.is_tried(setting)]
