# Tries to fill the host's memory with an answer of very many small arrays.
# Must be refused: no answer has that many.
# outcome: nothing
# says: cannot be read
import json
import os
import struct


def l2_penalty(W, reg):
    table = [{"dtype": "bool", "shape": [0]}] * 50_000
    header = json.dumps({"arrays": table, "message": {"$dict": {}}}).encode()
    data = memoryview(struct.pack(">QQ", len(header), 0) + header)
    while data:
        data = data[os.write(3, data) :]
    return 0.0, W
