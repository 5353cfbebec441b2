"""Patrol: points, routes with their plans, rounds and results."""
