"""The commands of the books."""
