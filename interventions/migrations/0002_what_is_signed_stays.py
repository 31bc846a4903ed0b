from django.db import migrations

FORBID = """
CREATE FUNCTION interventions_what_is_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was frozen, signed or counted does not change' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER interventions_version_stays
    BEFORE UPDATE OF slip_id, number, content, digest, reason, frozen_by_id, frozen_at OR DELETE ON interventions_slipversion
    FOR EACH ROW EXECUTE FUNCTION interventions_what_is_signed_stays();
CREATE TRIGGER interventions_signature_stays BEFORE UPDATE OR DELETE ON interventions_signature
    FOR EACH ROW EXECUTE FUNCTION interventions_what_is_signed_stays();
CREATE TRIGGER interventions_prepaid_stays BEFORE UPDATE OR DELETE ON interventions_prepaidentry
    FOR EACH ROW EXECUTE FUNCTION interventions_what_is_signed_stays();
"""
ALLOW = """
DROP TRIGGER interventions_version_stays ON interventions_slipversion;
DROP TRIGGER interventions_signature_stays ON interventions_signature;
DROP TRIGGER interventions_prepaid_stays ON interventions_prepaidentry;
DROP FUNCTION interventions_what_is_signed_stays();
"""


class Migration(migrations.Migration):
    """What a client has signed cannot be rewritten, by nobody and no bug; that it was mailed is noted beside it."""

    dependencies = [("interventions", "0001_interventions")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
