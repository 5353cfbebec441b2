"""The figures of the patrol, in SQL."""
