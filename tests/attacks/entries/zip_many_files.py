# Hands in an archive of a hundred thousand empty files.
# Must be refused.
# outcome: refused
# says: files
import zipfile


def make(folder, name):
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        for number in range(60_000):
            archive.writestr(f"{number}.py", "")
