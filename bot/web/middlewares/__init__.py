"""Middlewares, one a file; their order is in `bot/web/app.py`."""
