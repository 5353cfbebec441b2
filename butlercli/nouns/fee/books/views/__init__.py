"""How the books look."""
