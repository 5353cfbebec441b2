"""The verbs of lists and pages of fees."""
