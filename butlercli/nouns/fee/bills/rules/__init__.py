"""Decisions about bills. Pure; no I/O."""
