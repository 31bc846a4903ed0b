from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interventions", "0002_what_is_signed_stays")]
    operations = [
        migrations.AddField(
            model_name="slip",
            name="corrected_because",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="reason"),
        ),
    ]
