"""Permits (装修 · 搬家 · 动火): what a unit may do for a time, the deposit it leaves, and what was seen on site."""
