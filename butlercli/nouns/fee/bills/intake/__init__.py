"""Bills in other people's files."""
