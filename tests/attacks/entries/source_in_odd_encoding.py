# Hands in source that declares an encoding which is slow, or no encoding of text at all.
# Must not be decoded by it.
# outcome: nothing
def make(folder, name):
    (folder / f"{name}.py").write_bytes(b"# coding: rot13\nqrs y2_cranygl(J, ert): enghea 0\n")
