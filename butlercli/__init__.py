"""butler: the terminal workbench of one residential property butler (物业管家)."""

__version__ = "0.1.0"
