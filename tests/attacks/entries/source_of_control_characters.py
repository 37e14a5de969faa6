# Hands in megabytes of control characters, each of which takes six bytes to be told.
# Must be refused, or be found to hold no function, and be no fault of ours.
# outcome: nothing
# walls: kernel
def make(folder, name):
    place = folder / name
    place.mkdir()
    for number in range(4):
        (place / f"{number}.py").write_text("#" + "\x01" * 1_900_000)
