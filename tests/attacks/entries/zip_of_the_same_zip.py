# Hands in an archive of two hundred small archives, each of which holds a hundred and fifty notebooks of a megabyte.
# Must be refused when the first few are unpacked, not after all of thirty gigabytes.
# outcome: refused
# says: archives in it
# walls: kernel
import io
import zipfile


def make(folder, name):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(150):
            archive.writestr(f"{number}.ipynb", b"#" * 999_000)
    with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(200):
            archive.writestr(f"{number}.zip", inner.getvalue())
