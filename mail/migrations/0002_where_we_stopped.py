from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AddField("mailbox", "last_uid", models.BigIntegerField(default=0, editable=False)),
        migrations.AddField(
            "mailbox", "uid_validity", models.BigIntegerField(blank=True, editable=False, null=True)
        ),
    ]
