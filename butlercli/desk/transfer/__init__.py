"""Files in: a spreadsheet, text or JSON file becomes rows of raw cell values by field."""
