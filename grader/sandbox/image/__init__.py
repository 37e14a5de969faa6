"""The container image: an interpreter, numpy, a course's packages and the program inside the wall; no more of us."""
