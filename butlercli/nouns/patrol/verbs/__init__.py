"""The verbs of the patrol."""
