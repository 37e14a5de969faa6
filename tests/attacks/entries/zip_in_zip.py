# Hands in archives in archives in archives, to the hundredth.
# Must not be followed.
# outcome: refused
# says: archive in an archive
import io
import zipfile


def make(folder, name):
    data = b""
    for _ in range(100):
        room = io.BytesIO()
        with zipfile.ZipFile(room, "w") as archive:
            archive.writestr("inner.zip" if data else "penalties.py", data or "x = 1")
        data = room.getvalue()
    (folder / f"{name}.zip").write_bytes(data)
