"""Bills: made by runs, settled, moved with a change of owner, and charged when late."""
