"""The SQL of what is owed."""
