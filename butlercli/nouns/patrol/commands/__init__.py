"""The commands of the patrol."""
