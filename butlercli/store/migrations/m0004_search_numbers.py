"""Search: each kind has a number of its own for good, with room for 64 kinds; the index is written anew by them."""

# The mark says that the documents are to be made again (butlercli/store/fulltext.py: STALE).
SQL = """
UPDATE search_mark SET journal_id = -1;
"""
