from ..registry.conftest import town, trail

__all__ = ["town", "trail"]
