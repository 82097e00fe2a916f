"""Latarnik: web server, engine, understanding, privacy and content."""
