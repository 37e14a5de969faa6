# Hands in an archive with two files whose names are the same letters, composed in two ways.
# Must be refused: which of them is graded may not depend on the machine.
# outcome: refused
# says: same name
import zipfile


def make(folder, name):
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        archive.writestr("pe\u0301nalties.py", "x = 1")
        archive.writestr("p\u00e9nalties.py", "x = 2")
