from django.db import migrations

# A grant lets somebody see a household. Deleting follows the reading rule of a policy, so the one
# table whose rows may go needs a rule of its own: by area, never by grant.
POLICY = """
create policy registry_holder_goes_by_area on registry_holder as restrictive for delete
  using (area <@ (select nullif(current_setting('bangfu.areas', true), '')::int8multirange))
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_promises")]
    operations = [migrations.RunSQL(POLICY, migrations.RunSQL.noop)]
