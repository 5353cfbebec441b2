"""The SQL of dunning."""
