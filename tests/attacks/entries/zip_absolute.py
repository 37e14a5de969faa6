# Hands in an archive whose members have absolute paths.
# Must be refused; nothing is written.
# outcome: refused
# says: absolute path
import zipfile


def make(folder, name):
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        archive.writestr("/tmp/@canary@", "x")
