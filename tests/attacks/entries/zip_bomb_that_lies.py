# Hands in an archive whose list of members says that a large member is small.
# Must be refused: what is unpacked is read no further than it said.
# outcome: refused
# says: archive
import struct
import zipfile


def make(folder, name):
    place = folder / f"{name}.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("penalties.py", "#" * 10_000_000)
    data = place.read_bytes().replace(struct.pack("<L", 10_000_000), struct.pack("<L", 1000))
    place.write_bytes(data)
