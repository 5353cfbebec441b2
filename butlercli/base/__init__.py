"""Floor 1: pure building blocks; the standard library only."""
