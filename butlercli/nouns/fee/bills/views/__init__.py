"""How bills look."""
