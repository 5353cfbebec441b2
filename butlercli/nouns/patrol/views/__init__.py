"""How the patrol looks."""
