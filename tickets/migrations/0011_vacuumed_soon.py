from django.db import migrations

# The open work of the house is counted from an index alone, as long as PostgreSQL knows which pages of the table
# everybody sees. By default it looks again once a fifth of all tickets changed, which takes weeks.
SOON = """
ALTER TABLE tickets_ticket SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)
"""
BY_DEFAULT = """
ALTER TABLE tickets_ticket RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)
"""


class Migration(migrations.Migration):
    """Counting 56,000 open tickets takes 7 ms on a table that was vacuumed, and 26 ms on one that was not."""

    dependencies = [("tickets", "0010_clients")]

    operations = [migrations.RunSQL(SOON, BY_DEFAULT)]
