"""What was handed in, found out, decided and changed, and by whom: one file of SQLite, with all of its history."""
