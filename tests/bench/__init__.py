"""Honest timings: whole processes, side by side with a named reference in the same run."""
