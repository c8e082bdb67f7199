from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_show_what_is_there")]
    operations = [
        migrations.AddField(
            "bankaccount",
            "holder",
            models.CharField(
                verbose_name="开户名", max_length=60, default="", db_default="", blank=True
            ),
        )
    ]
