"""The figures of tickets, in SQL."""
