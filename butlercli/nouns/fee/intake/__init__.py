"""Fees in other people's files."""
