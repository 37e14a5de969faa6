# Hands in a megabyte that unpacks to a gigabyte.
# Must be refused before it is unpacked.
# outcome: refused
# says: packed too well
import zipfile


def make(folder, name):
    with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("penalties.py", "#" * 1_900_000)
        archive.writestr("notes.ipynb", " " * 25_000_000)
