"""The verbs of bills."""
