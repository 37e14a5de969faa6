# Hands in an archive that holds a file twice, so that each reader sees another one.
# Must be refused.
# outcome: refused
# says: twice
import warnings
import zipfile


def make(folder, name):
    with warnings.catch_warnings(), zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("penalties.py", "x = 1")
        archive.writestr("penalties.py", "x = 2")
