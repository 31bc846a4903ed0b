"""Invented tickets by the hundred thousand, to see how the house bears them: `manage.py fill`."""
