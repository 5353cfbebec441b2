"""How the register looks."""
