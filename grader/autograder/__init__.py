"""The grader as Gradescope runs it: a zip that builds itself an environment, and one submission at a time."""
