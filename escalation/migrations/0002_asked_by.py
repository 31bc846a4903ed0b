import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("escalation", "0001_initial"),
        ("tickets", "0010_clients"),
    ]

    operations = [
        migrations.AddField(
            model_name="escalation",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tickets.contact",
                verbose_name="asked by",
            ),
        ),
    ]
