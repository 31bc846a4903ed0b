"""Visits on site and their slips. The room is kept by architecture.md; its models come with the issue of interventions."""
