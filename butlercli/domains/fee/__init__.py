"""Fees: items, bills, payments, reminders."""
