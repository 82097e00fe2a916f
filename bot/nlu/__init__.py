"""Rasa components and pure readers: what a message means and who is speaking."""
