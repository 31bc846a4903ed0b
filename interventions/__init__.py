"""Visits on site: planned, done, and proved by a slip that the client signs."""
