from django.db import migrations

FORBID = """
CREATE FUNCTION administration_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of the settings is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER administration_settingchange_append_only BEFORE UPDATE OR DELETE ON administration_settingchange
    FOR EACH ROW EXECUTE FUNCTION administration_log_is_append_only();
"""
ALLOW = """
DROP TRIGGER administration_settingchange_append_only ON administration_settingchange;
DROP FUNCTION administration_log_is_append_only();
"""


class Migration(migrations.Migration):
    """What was logged about the settings cannot be rewritten, by nobody and no bug."""

    dependencies = [("administration", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
