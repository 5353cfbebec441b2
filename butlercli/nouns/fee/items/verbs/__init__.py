"""The verbs of fee items."""
