"""Where student code runs: one file per wall, and in `inside/` the program that runs behind each of them."""
