"""Decisions about tickets. Pure; no I/O."""
