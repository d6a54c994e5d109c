"""The store: everything that happened, append-only, in one SQLite file that any other program can read."""
