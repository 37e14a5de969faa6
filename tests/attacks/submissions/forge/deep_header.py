# Tries to overflow its reader's stack: an answer whose header is a hundred thousand brackets deep.
# Must be refused with a sentence.
# outcome: nothing
# says: cannot be read
import os
import struct


def l2_penalty(W, reg):
    header = b'{"arrays": [], "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    os.write(3, struct.pack(">QQ", len(header), 0) + header)
    return 0.0, W
