# Hands in a symbolic link to the course's own folder, with the solutions in it.
# Must be refused, unread.
# outcome: refused
# says: is a link
def make(folder, name):
    (folder / name).symlink_to("@repo@/reference")
