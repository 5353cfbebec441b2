"""The patrol in other people's files."""
