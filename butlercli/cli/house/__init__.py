"""Verbs of the house: settings, undo, backup, doctor."""
