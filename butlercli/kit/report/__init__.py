"""What reports are made of: spans of days, wording, parts and suggestions."""
