# Hands in an archive whose members climb out of it on Windows.
# Must be refused; nothing is written.
# outcome: refused
# says: backslash
import zipfile


def make(folder, name):
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        archive.writestr("..\\..\\tmp\\@canary@", "x")
