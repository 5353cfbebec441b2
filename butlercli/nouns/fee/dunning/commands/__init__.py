"""The commands of dunning."""
