"""Decisions about the patrol. Pure; no I/O."""
