"""Decisions about dunning. Pure; no I/O."""
