"""How dunning looks."""
