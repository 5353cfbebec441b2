"""Verbs of the day."""
