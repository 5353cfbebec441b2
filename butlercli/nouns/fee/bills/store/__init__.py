"""The SQL of bills."""
