"""Starts Astreinte, its tests and its checks on a machine that has Python, git, make and a C library."""
