"""From files to standards: reading, checking and proving. Whatever is unclear is refused."""

from bangfu.rules.loading.folder import Standards, load, load_texts, read_folder

__all__ = ["Standards", "load", "load_texts", "read_folder"]
