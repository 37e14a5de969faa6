# Tries to make the reader of its answer copy one array two hundred thousand times.
# Must be refused at the second reference: a small header asks for no more memory than its body has.
# outcome: nothing
# says: refers twice to the same array
import json
import os
import struct


def sent(message, table=(), body=b""):
    header = json.dumps({"arrays": list(table), "message": message}).encode()
    os.write(3, struct.pack(">QQ", len(header), len(body)) + header + body)


def l2_penalty(W, reg):
    large = 8 << 20
    table = [{"dtype": "uint8", "shape": [large]}]
    header = json.dumps({"arrays": table, "message": {"$dict": {"a": [{"$array": 0}] * 100_000}}}).encode()
    data = memoryview(struct.pack(">QQ", len(header), large) + header + bytes(large))
    while data:
        data = data[os.write(3, data) :]
    return 0.0, W
