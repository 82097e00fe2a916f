"""Request handlers, one resource a file."""
