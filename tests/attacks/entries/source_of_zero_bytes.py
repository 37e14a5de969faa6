# Hands in source with NUL bytes, at which many a reader stops early.
# Must be refused with a sentence.
# outcome: refused
# says: NUL
def make(folder, name):
    (folder / f"{name}.py").write_bytes(b"x = 1\n\0\ndef l2_penalty(W, reg): pass\n")
