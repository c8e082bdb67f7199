"""``column__any_of=values``: one parameter, however many values.

Django's ``in`` writes a placeholder for every value, and for thousands the writing and parsing of
the statement costs more than the question.
"""

from typing import Any

from django.db.models import Field, ForeignObject, Lookup


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """``column = any(array)``; an empty list finds nothing."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection)
        return f"{column} = any(%s::{kind}[])", (*params, list(self.rhs))
