"""What fees add to reports."""
