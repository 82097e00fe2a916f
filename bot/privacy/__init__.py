"""What identifies somebody never goes further than this package."""
