"""Pure ground of the house: identifiers, names, money, dates, areas. No Django, no clock."""
