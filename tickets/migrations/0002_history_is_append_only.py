from django.db import migrations

FORBID = """
CREATE FUNCTION tickets_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a ticket is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER tickets_event_append_only BEFORE UPDATE OR DELETE ON tickets_event
    FOR EACH ROW EXECUTE FUNCTION tickets_history_is_append_only();
"""
ALLOW = """
DROP TRIGGER tickets_event_append_only ON tickets_event;
DROP FUNCTION tickets_history_is_append_only();
"""


class Migration(migrations.Migration):
    """History cannot be rewritten, by nobody and no bug."""

    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
