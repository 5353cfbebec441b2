"""Bills, payments and units read as a person asks for them."""
