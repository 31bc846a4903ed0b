from django.db import migrations, models

# What the operator writes down of the call that opens a ticket is its description, or its title: the document, which
# has just been written with the ticket, has these words already.
SAID = """
CREATE OR REPLACE FUNCTION tickets_search_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    numbers bigint[] := ARRAY(SELECT DISTINCT ticket_id FROM changed %(of)s);
BEGIN
    IF cardinality(numbers) > 0 THEN
        PERFORM tickets_search_rewrite(numbers);
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """The list of one technician sorts on an index, and a call that opens a ticket is indexed once."""

    dependencies = [
        ("sla", "0001_initial"),
        ("tickets", "0006_composer"),
    ]

    operations = [
        migrations.RunSQL(SAID % {"of": "WHERE NOT is_intake"}, SAID % {"of": ""}),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("technician"),
                models.OrderBy(models.F("next_due_at"), nulls_last=True),
                models.F("number"),
                condition=models.Q(
                    (
                        "status__in",
                        ["assigned", "in_progress", "new", "scheduled", "waiting_client", "waiting_third_party"],
                    )
                ),
                name="open_tickets_of_a_technician",
            ),
        ),
    ]
