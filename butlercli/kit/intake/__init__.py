"""Files of other people, read with care: formats, headers, cells, and an account of it all."""
