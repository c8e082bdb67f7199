"""Bangfu: a town's platform for helping hard-up households."""
