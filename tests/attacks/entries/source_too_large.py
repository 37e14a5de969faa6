# Hands in three megabytes of source.
# Must be refused with a sentence.
# outcome: refused
# says: may have up to
def make(folder, name):
    (folder / f"{name}.py").write_text("x = 1\n" * 500_000)
