"""A process of its own that turns source text into fingerprints: it tokenises, and never parses or runs anything.

Theory of operation. Texts come as lines of JSON on stdin, answers go as lines of JSON on stdout, one for one, so that
whoever asks can end this process when an answer does not come, and go on with another one. Python's hash seed is fixed
by the caller, so that fingerprints of several such processes can be compared. The library's tokens keep no names:
renaming variables changes no fingerprint. k-grams of 25 characters of tokens and windows of 6 are its defaults: a
passage of 30 characters of tokens, two or three lines, is always found. Winnowing: Schleimer, Wilkerson and Aiken
(2003), "Winnowing: local algorithms for document fingerprinting", SIGMOD.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress

K, WINDOW = 25, 6
MEMORY = 4 * 2**30
"""Bytes of address space."""


def main() -> None:
    """Answers until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers
    _limit()
    from copydetect.utils import filter_code, get_document_fingerprints  # noqa: PLC0415 - after the limit

    for line in sys.stdin.buffer:
        text = json.loads(line)
        try:
            tokens, _ = filter_code(text, "hand_in.py", "python")
            found, _ = get_document_fingerprints(tokens, K, WINDOW)
            told: list[int] | None = sorted(int(each) for each in found)
        except Exception:  # noqa: BLE001 - whatever odd text makes a lexer raise
            told = None
        print(json.dumps(told), file=answers, flush=True)


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):  # not everywhere
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
