"""What tickets add to reports."""
