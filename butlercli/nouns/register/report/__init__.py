"""What the register adds to reports."""
