"""What a family is entitled to: its words and its pages."""
