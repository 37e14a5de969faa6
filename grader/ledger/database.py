"""The file of a ledger: opened, migrated, locked, written in transactions. Its errors are sentences.

Theory of operation. One process writes at a time: it holds a lock on a file beside the ledger until it ends, however
it ends. Write-ahead logging lets others read meanwhile, and leaves the file whole whenever the writer is killed; what
a transaction had not finished is as if it had never begun.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

from grader.errors import InfrastructureError, UsageError
from grader.ledger.schema import APPLICATION, MIGRATIONS, guards

NAME = "ledger.sqlite"
WAITING = 10.0
"""Seconds that a writer waits for a reader's lock."""


class Database:
    """A connection, used by the thread that made it alone."""

    def __init__(self, path: Path, *, write: bool, make: bool = False) -> None:
        """Opens the ledger in this file; `make` if it may be missing. UsageError if it is none, or in use."""
        self.path = path
        if not make and not path.is_file():
            raise UsageError(f"there is no ledger {path}; `grader grade … -o {path.parent}` makes one")
        self._lock = _locked(path) if write else None
        try:
            with self.told():
                self.connection = sqlite3.connect(path, timeout=WAITING, isolation_level=None)
                self.connection.row_factory = sqlite3.Row
                self._prepare(write=write)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file free."""
        if hasattr(self, "connection"):
            self.connection.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _prepare(self, *, write: bool) -> None:
        version, application = self.value("PRAGMA user_version"), self.value("PRAGMA application_id")
        if application not in (0, APPLICATION) or (application == 0 and self.value("SELECT 1 FROM sqlite_master")):
            raise UsageError(f"{self.path} is a database, but no ledger; name another file")
        if version > len(MIGRATIONS):
            raise UsageError(
                f"{self.path} was written by a later version of the grader (ledger {version}, this one knows "
                f"{len(MIGRATIONS)}); use that version"
            )
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.connection.execute("PRAGMA secure_delete = ON")
        if write:
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")
            self._migrate(version)
        elif version < len(MIGRATIONS):
            raise UsageError(f"{self.path} was written by an earlier version of the grader; run `grader regrade` once")

    def _migrate(self, version: int) -> None:
        for number, migration in enumerate(MIGRATIONS[version:], version + 1):
            with self.transaction():
                for statement in _statements(migration):
                    self.connection.execute(statement)
                if number == len(MIGRATIONS):
                    for guard in guards():
                        self.connection.execute(guard)
                self.connection.execute(f"PRAGMA user_version = {number}")
                self.connection.execute(f"PRAGMA application_id = {APPLICATION}")

    # ------------------------------------------------------------ statements

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """All of what happens within, or nothing; nothing, too, unless `keep`. Within another, a part of that."""
        if self.connection.in_transaction:
            yield
            return
        with self.told():
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            with self.told():
                yield
                self.connection.execute("COMMIT" if keep else "ROLLBACK")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def told(self) -> Iterator[None]:
        """What SQLite cannot do, as one sentence."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.OperationalError as error:
            raise InfrastructureError(f"the ledger {self.path} cannot be used: {_plain(error)}") from error
        except sqlite3.DatabaseError as error:
            raise UsageError(
                f"the ledger {self.path} is damaged ({error}); put a backup in its place, or remove it to begin anew"
            ) from error

    def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """Every row of the answer."""
        with self.told():
            return self.connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> sqlite3.Row | None:
        """The first row of the answer."""
        with self.told():
            found: sqlite3.Row | None = self.connection.execute(statement, values).fetchone()
            return found

    def value(self, statement: str, *values: Any) -> Any:
        """The first value of the first row; None if there is none."""
        found = self.row(statement, *values)
        return None if found is None else found[0]

    def add(self, table: str, **fields: Any) -> int:
        """A new row; returns its number."""
        names, marks = ", ".join(fields), ", ".join("?" * len(fields))
        with self.told():
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
            return int(self.connection.execute(statement, tuple(fields.values())).lastrowid or 0)

    # ------------------------------------------------------------ blobs

    def put(self, content: bytes, *, packed: bool = False) -> bytes:
        """Keeps this content, once; returns its hash. `packed` content is compressed already."""
        name = hashlib.sha256(content).digest()
        if self.value("SELECT 1 FROM blobs WHERE hash = ?", name) is None:
            self.add("blobs", hash=name, content=b"\0" + content if packed else b"\1" + zlib.compress(content, 6))
        return name

    def get(self, name: bytes) -> bytes:
        """The content of this hash. UsageError if it is damaged."""
        return opened(self.path, name, self.value("SELECT content FROM blobs WHERE hash = ?", name))


def opened(path: Path, name: bytes, stored: bytes | None) -> bytes:
    """What a blob holds, once its hash is found to be right."""
    try:
        content = b"" if stored is None else stored[1:] if stored[0] == 0 else zlib.decompress(stored[1:])
    except (zlib.error, IndexError):
        content = b""
    if hashlib.sha256(content).digest() != name:
        raise UsageError(f"the ledger {path} is damaged: what it holds under {name.hex()[:12]} is not what it was")
    return content


def now() -> str:
    """The moment, as it stands in every row."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def whoever() -> str:
    """The person at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _statements(script: str) -> Iterable[str]:
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _plain(error: sqlite3.OperationalError) -> str:
    said = str(error)
    if "full" in said:
        return "No space left on device; make room and run the same command again"
    if "locked" in said:
        return "another program holds it; wait for it to end"
    return said


def _locked(path: Path) -> IO[bytes]:
    """The lock that makes a process the one writer; the system gives it free when the process ends."""
    try:
        lock = path.with_name(f"{path.name}.lock").open("ab")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    try:
        _take(lock)
    except OSError:
        lock.close()
        raise UsageError(f"another grader is at work on {path}; wait until it has ended") from None
    return lock


def _take(lock: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - it exists there alone

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - it exists elsewhere alone

        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def place_of(given: Path) -> Path:
    """The file that is meant by a ledger's path or by the folder that it lies in."""
    return given / NAME if given.is_dir() or (not given.exists() and not given.suffix) else given
