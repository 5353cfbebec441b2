"""The commands of fee items."""
