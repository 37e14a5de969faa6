# Hands in an archive with two files that are one on some systems.
# Must be refused: which of them is graded may not depend on the machine.
# outcome: refused
# says: same name
import zipfile


def make(folder, name):
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        archive.writestr("Penalties.py", "x = 1")
        archive.writestr("penalties.py", "x = 2")
