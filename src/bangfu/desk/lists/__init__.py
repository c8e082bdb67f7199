"""The lists of households and of people: narrowed, kept as one likes, handed out as a sheet."""
