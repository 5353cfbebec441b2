"""The SQL of the patrol."""
