"""Fees, rooms within the room: page > figures > books > dunning > payments > bills > items > owed."""
