"""Tickets: the closed loop from the record to the feedback."""
