# Tries to answer before it is asked: a thread goes on writing answers with guessed numbers onto the connection.
# Must lose these cases, or those of its own that the frames tear apart; what it forges is no right answer.
# outcome: nothing
# varies: which request meets which frame
import json
import os
import struct
import threading
import time


def sent(message, table=(), body=b""):
    header = json.dumps({"arrays": list(table), "message": message}).encode()
    os.write(3, struct.pack(">QQ", len(header), len(body)) + header + body)


def flood():
    for number in range(1, 400):
        told = {"op": "ran", "id": number, "status": "ok", "arrays": {"$dict": {}}, "changed": []}
        sent({"$dict": told})
        time.sleep(0.001)


def l2_penalty(W, reg):
    threading.Thread(target=flood, daemon=True).start()
    return 0.0, 0 * W
