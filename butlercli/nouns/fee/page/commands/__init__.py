"""The commands of lists and pages of fees."""
