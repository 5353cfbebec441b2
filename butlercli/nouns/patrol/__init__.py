"""Patrol: points, routes, rounds, and the faults they find."""
