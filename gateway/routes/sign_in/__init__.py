"""Signing in: a module for how it starts, and one for the second factor."""
