"""How the day, a search and the file look."""
