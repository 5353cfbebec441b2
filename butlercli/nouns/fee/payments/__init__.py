"""Payments, refunds, waivers, and the papers a person is handed."""
