"""Tickets in other people's files."""
