"""Where randomness comes from: one secret per course, one stream for each case. Adding a case changes no other."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path

DEMO_SECRET = b"public: the bundled course's secret"
"""The bundled course is public; exams use a course folder and a secret of their own."""

SECRET_FILE = ".grader-secret"  # noqa: S105 - the name of a file


def course_secret(course: Path, *, bundled: bool) -> bytes:
    """GRADER_SECRET, else the course's own git-ignored file (made when missing), else the demo's public one."""
    given = os.environ.get("GRADER_SECRET")
    if given:
        return given.encode()
    if bundled:
        return DEMO_SECRET
    file = course / SECRET_FILE
    if not file.exists():
        _make_secret(file)
    return file.read_bytes().strip()


def _make_secret(file: Path) -> None:
    """Whole or not at all, and once: several processes may find at the same time that there is none."""
    descriptor, beside = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(32) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(beside, file)
    finally:
        Path(beside).unlink()


def seed_of(secret: bytes, *parts: str) -> int:
    """A 63-bit seed that nobody without the secret can guess, one for each sequence of names."""
    seal = hashlib.sha256(secret)
    for part in parts:
        seal.update(len(part.encode()).to_bytes(4, "big") + part.encode())
    return int.from_bytes(seal.digest()[:8], "big") >> 1
