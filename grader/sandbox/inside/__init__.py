"""The program that runs behind every wall: standard library and numpy alone."""
