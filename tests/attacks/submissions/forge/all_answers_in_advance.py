# Tries to take over the connection: answers this question and all later ones itself, without ever computing.
# Must earn nothing: whoever speaks for the worker still does not know what is right.
# outcome: nothing
import json
import os
import struct

NUMBER = {"$dict": {"value": {"$array": 0}, "dW": {"$array": 0}}}


def answer(op, number):
    told = {"op": op, "id": number, "status": "ok", "arrays": NUMBER, "changed": [], "missing": {"$dict": {}}}
    header = json.dumps({"arrays": [{"dtype": "float64", "shape": []}], "message": {"$dict": told}}).encode()
    return struct.pack(">QQ", len(header), 8) + header + bytes(8)


def l2_penalty(W, reg):
    number = 2
    while True:
        os.write(3, answer("ran", number))
        header, body = struct.unpack(">QQ", os.read(3, 16))
        asked = json.loads(os.read(3, header))["message"]["$dict"]
        while body > 0:
            body -= len(os.read(3, body))
        number = asked["id"]
