"""The patrol verbs, one small file for those that belong together."""
