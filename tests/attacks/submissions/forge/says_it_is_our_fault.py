# Tries to have its failure taken for a fault of the grader's, so that the points stay open: by forged words.
# Must be a failure of its own, with nothing left open.
# outcome: nothing
import json
import os


def l2_penalty(W, reg):
    for told in ({"op": "failed", "message": "no worker"}, {"op": "ran", "status": "infrastructure", "id": 2}):
        header = json.dumps({"arrays": [], "message": {"$dict": told}}).encode()
        os.write(3, len(header).to_bytes(8, "big") + bytes(8) + header)
    os._exit(0)
