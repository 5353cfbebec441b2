"""The commands of bills."""
