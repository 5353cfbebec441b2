"""The verbs of what is owed."""
