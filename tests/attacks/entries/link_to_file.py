# Hands in a symbolic link to a file of the machine's.
# Must be refused, unread.
# outcome: refused
# says: is a link
def make(folder, name):
    (folder / f"{name}.py").symlink_to("@repo@/reference/linear_classifiers/penalties.py")
