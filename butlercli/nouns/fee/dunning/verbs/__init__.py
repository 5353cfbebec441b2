"""The verbs of dunning."""
