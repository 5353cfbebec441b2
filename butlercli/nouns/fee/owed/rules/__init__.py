"""Decisions about what is owed. Pure; no I/O."""
