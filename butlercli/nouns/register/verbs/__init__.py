"""The verbs of the register."""
