"""Visits on site and their slips: the room that architecture.md keeps for the issue of interventions."""
