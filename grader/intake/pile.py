"""What has been collected of one submission so far, held to its limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from grader.intake.decode import decode
from grader.intake.limits import IntakeLimits, in_words
from grader.intake.names import shown, visible
from grader.intake.notebook import NotANotebook, code_cells
from grader.model import SourceFile

KINDS = "the grader reads .py files, .ipynb notebooks, folders of these, and .zip archives"


class Refused(Exception):  # noqa: N818 - a fact about a hand-in, not an error of ours
    """Nothing of the submission can be used; one sentence says why."""


class TooMuch(Refused):
    """Everything together is over a limit: leaving one part out would grade half a submission."""


class Pile:
    """Takes files one by one; leaves out what cannot be used, with a sentence each."""

    def __init__(self, limits: IntakeLimits) -> None:
        self.limits = limits
        self.files: list[SourceFile] = []
        self.notes: list[str] = []
        self._bytes = self._unpacked = 0
        self._paths: set[str] = set()

    def wants(self, path: str) -> bool:
        """Whether a file of that name is read at all."""
        return path.lower().endswith((".py", ".ipynb"))

    def most_bytes(self, path: str) -> int:
        """How large a file of that name may be."""
        return self.limits.notebook_bytes if path.lower().endswith(".ipynb") else self.limits.source_bytes

    def leave_out(self, path: str, why: str) -> None:
        """One sentence about a file that was not used: `x.py` and a clause."""
        if len(self.notes) < 20:
            self.notes.append(f"{shown(path)} {why}.")
        elif len(self.notes) == 20:
            self.notes.append("More files were left out.")

    @contextmanager
    def leaving_out(self, path: str) -> Iterator[None]:
        """An archive among other files is left out with its sentence; it does not take them with it."""
        try:
            yield
        except TooMuch:
            raise
        except Refused as why:
            self.leave_out(path, f"was left out. {str(why).removesuffix('.')}")

    def too_large(self, path: str) -> None:
        """The same, for size."""
        kinds = {".ipynb": "a notebook", ".zip": "an archive in an archive"}
        kind = kinds.get(PurePosixPath(path.lower()).suffix, "a source file")
        most = in_words(self.limits.inner_archive_bytes if path.lower().endswith(".zip") else self.most_bytes(path))
        self.leave_out(path, f"was left out: {kind} may have up to {most}")

    def unpack(self, size: int) -> None:
        """Before so many bytes are unpacked; TooMuch if they are too many with those of all archives before."""
        self._unpacked += size
        if self._unpacked > self.limits.wanted_bytes:
            most = in_words(self.limits.wanted_bytes)
            raise TooMuch(f"Its Python files and notebooks come to more than {most}, with those in archives in it.")

    def take(self, path: str, data: bytes) -> None:
        """Read one file's bytes; `path` is relative, with forward slashes."""
        if len(data) > self.most_bytes(path):
            self.too_large(path)
        elif len(path) > self.limits.path_length:
            self.leave_out(path, f"was left out: its path is longer than {self.limits.path_length} characters")
        elif len(self.files) >= self.limits.files:
            raise TooMuch(
                f"It holds more than {self.limits.files} Python files and notebooks; hand in your own work only."
            )
        else:
            self._add(path, data)

    def _add(self, path: str, data: bytes) -> None:
        text, remark = decode(data)
        raw = b""
        if path.lower().endswith(".ipynb"):
            try:
                cells = code_cells(text)
            except NotANotebook as why:
                self.leave_out(path, str(why))
                return
            raw = text.encode("utf-8", "replace") if len(data) <= self.limits.shown_bytes else b""
        elif "\0" in text:
            self.leave_out(path, "was left out: it holds NUL bytes, so it is no Python source")
            return
        else:
            cells = (text,)
        if remark:
            self.notes.append(f"{shown(path)} {remark}.")
        self._keep(SourceFile(self._unique(path), cells, notebook=path.lower().endswith(".ipynb"), raw=raw))

    def _keep(self, file: SourceFile) -> None:
        size = sum(len(cell.encode("utf-8", "surrogatepass")) for cell in file.cells)
        if size > self.limits.source_bytes:
            self.leave_out(file.path, f"was left out: its code is larger than {in_words(self.limits.source_bytes)}")
            return
        self._bytes += size
        if self._bytes > self.limits.total_bytes:
            most = in_words(self.limits.total_bytes)
            raise TooMuch(f"Its source code is larger than {most} together; hand in your own work only.")
        self.files.append(file)

    def _unique(self, path: str) -> str:
        """The path as it is shown, with the extension in small letters; two that look alike are numbered."""
        pure = PurePosixPath(visible(path))
        clean = str(pure.with_suffix(pure.suffix.lower()))
        unique, number = clean, 2
        while unique in self._paths:
            unique, number = str(PurePosixPath(clean).with_stem(f"{PurePosixPath(clean).stem}-{number}")), number + 1
        self._paths.add(unique)
        return unique
