# Hands in an archive whose members climb out of it.
# Must be refused; nothing is written.
# outcome: refused
# says: points outside
import zipfile


def make(folder, name):
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        for depth in range(1, 12):
            archive.writestr("../" * depth + "tmp/@canary@", "x")
        archive.writestr("penalties.py", "x = 1")
