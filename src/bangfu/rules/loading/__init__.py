"""From files to standards: reading, checking and proving. Whatever is unclear is refused."""

from bangfu.rules.loading.folder import Standards, load

__all__ = ["Standards", "load"]
