"""Dunning: reminders, promises, refusals, arrears, letters, and the three years."""
