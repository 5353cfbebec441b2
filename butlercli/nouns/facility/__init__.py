"""Facilities: what is inspected, when it is next due, and how it stands."""
