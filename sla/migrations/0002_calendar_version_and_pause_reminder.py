import datetime
import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sla', '0001_initial'),
    ]

    operations = [
        # PostgreSQL turns no number into a UUID, and nobody needs the old numbers.
        migrations.RemoveField(
            model_name='calendar',
            name='version',
        ),
        migrations.AddField(
            model_name='calendar',
            name='version',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name='policy',
            name='pause_reminder_after',
            field=models.DurationField(blank=True, default=datetime.timedelta(seconds=81000), null=True, verbose_name='bring up a pause after'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('pause_reminder_after__isnull', True), ('pause_reminder_after__gt', datetime.timedelta(0)), _connector='OR'), name='pause_reminder_is_positive'),
        ),
    ]
