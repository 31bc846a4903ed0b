"""The ticket page: replies that can be taken back before they leave, and pictures that are shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_the_ticket_page")]

    operations = [
        migrations.AddField("message", "undo", models.JSONField(blank=True, editable=False, null=True)),
        migrations.AddField("attachment", "is_picture", models.BooleanField(default=False)),
    ]
