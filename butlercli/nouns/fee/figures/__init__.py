"""The figures of fees, in SQL."""
