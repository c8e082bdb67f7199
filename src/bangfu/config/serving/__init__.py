"""The platform as it runs: pages, background work and the sealing of the trail, under one roof."""

from __future__ import annotations

from bangfu.config.serving.supervisor import CannotServe, serve, why_not

__all__ = ["CannotServe", "serve", "why_not"]
