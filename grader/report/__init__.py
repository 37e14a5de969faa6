"""One file per format in which a report leaves the program."""
