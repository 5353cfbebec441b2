"""Patrol work that crosses nouns: a fault becomes a ticket in the same transaction."""
