# Hands in a folder with links to the solutions, to another's hand-in and to itself.
# Must leave the links out.
# outcome: refused
# says: it is a link
def make(folder, name):
    place = folder / name
    place.mkdir()
    (place / "stolen.py").symlink_to("@repo@/reference/linear_classifiers/penalties.py")
    (place / "copied.py").symlink_to("../aa_ada.py")
    (place / "circle").symlink_to(".")
