"""What every room is made with: files read, settings, undo, parts of reports."""
