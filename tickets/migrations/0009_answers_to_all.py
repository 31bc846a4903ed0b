from django.db import migrations, models


class Migration(migrations.Migration):
    """An answer to all that is sent twice is given once, and who is asked to watch a ticket is told so."""

    dependencies = [("tickets", "0008_speed")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "gave you the ticket"),
                    ("mentioned", "mentioned you"),
                    ("received", "The client wrote"),
                    ("replied", "wrote on a ticket you watch"),
                    ("reopened", "reopened your ticket"),
                    ("resolved", "resolved a ticket you watch"),
                    ("escalated", "The ticket was escalated to you"),
                    ("watching", "asks you to watch the ticket"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.CreateModel(
            name="AnswerToAll",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("ticket", models.ForeignKey("tickets.ticket", models.CASCADE, related_name="answers_to_all")),
            ],
            options={
                "verbose_name": "answer to all",
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "key"), name="one_answer_a_ticket_and_key")
                ],
            },
        ),
    ]
