"""How permits look."""
