"""The commands of fees, one small file a verb or a few that belong together."""
