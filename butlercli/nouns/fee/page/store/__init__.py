"""The SQL of lists and pages of fees."""
