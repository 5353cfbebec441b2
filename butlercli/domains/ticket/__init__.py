"""Tickets: complaints, repairs and all else that wants an answer, and their closed loop (DESIGN §7)."""
