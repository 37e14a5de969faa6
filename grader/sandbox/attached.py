"""A container's standard input and output, by way of its engine, wherever that is.

The engine's attach stream: what is sent goes to the container's input; what comes is in pieces, each with a header of
eight bytes that says which output it is from and how long it is.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
import threading
import time
from typing import Any

from grader.sandbox.engine import Client

HEADER = 8
STDOUT, STDERR = 1, 2
PIECE = 1 << 18
PATIENCE = 30.0
"""Seconds until an engine that takes nothing more counts as gone."""
_LATER = (BlockingIOError, TimeoutError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""Nothing can be read or written now; the last two for engines behind TLS, the second for those behind ssh."""


class Attached:
    """Sends and receives at the same time, each in one thread at a time. OSError or EOF once the engine is gone."""

    def __init__(self, client: Client, container: str) -> None:
        """Attach before the container is started: what it says before that is lost."""
        asked = {"stdin": 1, "stdout": 1, "stderr": 0, "stream": 1}
        self._given: Any = client.api.attach_socket(container, asked)
        # The SDK gives the socket itself for some kinds of address, and a reader around it for others.
        self._socket: Any = getattr(self._given, "_sock", self._given)
        self._socket.settimeout(0)
        # A TLS connection is not made for two threads in it at once.
        self._turn = threading.Lock()
        self._header = bytearray()
        self._left, self._from = 0, STDOUT

    def receive(self, seconds: float) -> bytes:
        """Some bytes of the container's output; empty at its end. TimeoutError after so many seconds."""
        until = time.monotonic() + seconds
        while True:
            with self._turn, contextlib.suppress(*_LATER):
                data = self._socket.recv(PIECE)
                if not data:
                    return b""
                if told := self._output(data):
                    return told
                continue
            self._wait(selectors.EVENT_READ, until - time.monotonic())

    def send(self, data: bytes) -> None:
        """All of it to the container's input."""
        rest = memoryview(data)
        while rest:
            with self._turn, contextlib.suppress(*_LATER):
                rest = rest[self._socket.send(rest) :]
                continue
            self._wait(selectors.EVENT_WRITE, PATIENCE)

    def close(self) -> None:
        """Wakes who waits in `receive`; the engine closes the container's input."""
        with self._turn, contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Frees everything, once nobody receives any more."""
        # The SDK hangs the answer that the socket belongs to on what it gives.
        getattr(self._given, "_response", self._given).close()
        self._socket.close()

    def _wait(self, event: int, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, event)
            if seconds <= 0 or not selector.select(seconds):
                raise TimeoutError("the container engine does not answer")

    def _output(self, data: bytes) -> bytes:
        """What of it the container wrote to its standard output."""
        told = bytearray()
        rest = memoryview(data)
        while rest:
            if not self._left:
                rest = self._begun(rest)
                continue
            piece, rest = rest[: self._left], rest[self._left :]
            self._left -= len(piece)
            if self._from == STDOUT:
                told += piece
        return bytes(told)

    def _begun(self, data: memoryview) -> memoryview:
        """Reads on at a header; what is left of the data."""
        missing = HEADER - len(self._header)
        self._header += data[:missing]
        if len(self._header) == HEADER:
            self._from, self._left = self._header[0], int.from_bytes(self._header[4:], "big")
            self._header.clear()
            if self._from not in (STDOUT, STDERR):
                raise OSError("the container engine's stream is none")
        return data[missing:]
