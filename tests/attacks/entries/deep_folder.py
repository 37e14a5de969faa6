# Hands in folders inside folders.
# Must be refused with a sentence.
# outcome: refused
# says: deep
def make(folder, name):
    place = folder / name
    for _ in range(60):
        place /= "d"
    place.mkdir(parents=True)
    (place / "penalties.py").write_text("x = 1\n")
