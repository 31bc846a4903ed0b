from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0004_full_text_search")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "opened the ticket"),
                    ("assigned", "gave the ticket to"),
                    ("taken", "took charge of the ticket"),
                    ("routed", "moved the ticket to"),
                    ("replied", "replied"),
                    ("noted", "wrote an internal note"),
                    ("called", "logged a call"),
                    ("waited", "put the ticket on hold"),
                    ("resumed", "resumed the work"),
                    ("scheduled", "scheduled the work"),
                    ("priority_changed", "changed the priority"),
                    ("reclassified", "reclassified the ticket"),
                    ("resolved", "resolved the ticket"),
                    ("closed", "closed the ticket"),
                    ("reopened", "reopened the ticket"),
                    ("cancelled", "cancelled the ticket"),
                    ("merged", "merged the ticket into"),
                    ("linked", "linked the ticket to"),
                    ("time_logged", "logged time"),
                    ("time_corrected", "corrected the time logged"),
                    ("replanned", "planned the deadlines anew"),
                    ("withdrawn", "took the reply back before it left"),
                    ("reworded", "changed the words of the ticket"),
                    ("moved_account", "moved the ticket to the client"),
                    ("announced", "announced a known incident"),
                    ("unannounced", "ended the announcement"),
                    ("unlinked", "took the link away"),
                    ("copied", "changed who gets a copy"),
                    ("escalated", "escalated the ticket"),
                    ("acknowledged", "acknowledged the escalation"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
