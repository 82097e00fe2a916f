"""The HTTP side of Latarnik: an aiohttp application, one middleware and one resource a file."""
