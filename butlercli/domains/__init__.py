"""Floor 4: one room a noun; the rooms do not import each other."""
