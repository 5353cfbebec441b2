"""What the patrol adds to reports."""
