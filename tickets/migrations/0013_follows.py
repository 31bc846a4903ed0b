from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_mail_out")]

    operations = [
        migrations.AlterField(
            "link",
            "kind",
            models.CharField(
                choices=[
                    ("duplicate", "Duplicate of"),
                    ("parent", "Part of"),
                    ("problem", "Caused by"),
                    ("follows", "Follows"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
