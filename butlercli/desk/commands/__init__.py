"""The commands of the desk: the day, quick entry, search, reports, and the file itself."""
