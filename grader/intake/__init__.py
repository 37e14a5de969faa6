"""Reads what students hand in: files, folders, notebooks and archives become a `Submission`."""
