# Hands in something that is no archive at all.
# Must be refused with a sentence that says what it is.
# outcome: refused
# says: RAR
def make(folder, name):
    (folder / f"{name}.zip").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(1000))
