"""Grants: who sees which families besides the posts, until when and why, and taking leave back.

Two pages of one thing. Who decides in a village sees the families; the security administrator sees
to whom, what for and how many, and no family.
"""
