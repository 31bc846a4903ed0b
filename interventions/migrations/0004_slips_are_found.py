from django.db import migrations

# What a client may read of slips is what was frozen; the house also reads what is being written.
FUNCTIONS = """
CREATE FUNCTION interventions_slip_words(ticket bigint, OUT public text, OUT internal text) LANGUAGE sql STABLE AS $$
    SELECT
        left(string_agg(frozen.words, ' '), 100000),
        left(string_agg(concat_ws(' ', slip.year || '-' || lpad(slip.sequence::text, 4, '0'),
            left(slip.findings, 20000), left(slip.observations, 20000), supplies.words), ' '), 100000)
    FROM interventions_intervention visit
    JOIN interventions_slip slip ON slip.intervention_id = visit.id
    LEFT JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', supply.designation, supply.reference), ' ') AS words
        FROM interventions_supply supply WHERE supply.slip_id = slip.id
    ) supplies ON true
    LEFT JOIN LATERAL (
        SELECT concat_ws(' ', content->>'number', left(content->>'findings', 20000),
            left(content->>'observations', 20000), (
                SELECT string_agg(concat_ws(' ', line->>'designation', line->>'reference'), ' ')
                FROM jsonb_array_elements(content->'supplies') line
            )) AS words
        FROM interventions_slipversion version WHERE version.slip_id = slip.id
        ORDER BY version.number DESC LIMIT 1
    ) frozen ON true
    WHERE visit.ticket_id = ticket
$$;

CREATE OR REPLACE FUNCTION tickets_search_rewrite(numbers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM tickets_ticket WHERE number = ANY (numbers) ORDER BY number FOR NO KEY UPDATE;
    UPDATE tickets_searchdocument document SET public = words.for_clients, internal = words.for_house
    FROM (
        SELECT
            vectors.number,
            vectors.public || slips.public AS for_clients,
            vectors.internal || slips.internal AS for_house
        FROM tickets_search_vectors(numbers) vectors
        CROSS JOIN LATERAL (
            SELECT
                to_tsvector('pg_catalog.simple', coalesce(tickets_fold(written.public), '')) AS public,
                to_tsvector('pg_catalog.simple', coalesce(tickets_fold(written.internal), '')) AS internal
            FROM interventions_slip_words(vectors.number) written
        ) slips
    ) words
    WHERE document.ticket_id = words.number
        AND (document.public <> words.for_clients OR document.internal <> words.for_house);
END $$;

CREATE FUNCTION interventions_search_slip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tickets_search_rewrite(ARRAY(
        SELECT ticket_id FROM interventions_intervention WHERE id = NEW.intervention_id
    ));
    RETURN NULL;
END $$;

CREATE FUNCTION interventions_search_of_slips() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    numbers bigint[] := ARRAY(
        SELECT DISTINCT visit.ticket_id FROM changed
        JOIN interventions_slip slip ON slip.id = changed.slip_id
        JOIN interventions_intervention visit ON visit.id = slip.intervention_id
    );
BEGIN
    IF numbers <> '{}' THEN
        PERFORM tickets_search_rewrite(numbers);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION interventions_search_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tickets_search_rewrite(ARRAY[OLD.ticket_id, NEW.ticket_id]);
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER interventions_search_written AFTER INSERT ON interventions_slip
    FOR EACH ROW EXECUTE FUNCTION interventions_search_slip();
CREATE TRIGGER interventions_search_rewritten AFTER UPDATE ON interventions_slip FOR EACH ROW
    WHEN ((OLD.findings, OLD.observations) IS DISTINCT FROM (NEW.findings, NEW.observations))
    EXECUTE FUNCTION interventions_search_slip();
CREATE TRIGGER interventions_search_supplied AFTER INSERT ON interventions_supply
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION interventions_search_of_slips();
CREATE TRIGGER interventions_search_resupplied AFTER UPDATE ON interventions_supply
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION interventions_search_of_slips();
CREATE TRIGGER interventions_search_unsupplied AFTER DELETE ON interventions_supply
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION interventions_search_of_slips();
CREATE TRIGGER interventions_search_frozen AFTER INSERT ON interventions_slipversion
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION interventions_search_of_slips();
CREATE TRIGGER interventions_search_moved AFTER UPDATE ON interventions_intervention FOR EACH ROW
    WHEN (OLD.ticket_id <> NEW.ticket_id) EXECUTE FUNCTION interventions_search_moved();
"""
UNDO = """
DROP TRIGGER interventions_search_moved ON interventions_intervention;
DROP TRIGGER interventions_search_frozen ON interventions_slipversion;
DROP TRIGGER interventions_search_unsupplied ON interventions_supply;
DROP TRIGGER interventions_search_resupplied ON interventions_supply;
DROP TRIGGER interventions_search_supplied ON interventions_supply;
DROP TRIGGER interventions_search_rewritten ON interventions_slip;
DROP TRIGGER interventions_search_written ON interventions_slip;
DROP FUNCTION interventions_search_moved();
DROP FUNCTION interventions_search_of_slips();
DROP FUNCTION interventions_search_slip();
CREATE OR REPLACE FUNCTION tickets_search_rewrite(numbers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM tickets_ticket WHERE number = ANY (numbers) ORDER BY number FOR NO KEY UPDATE;
    UPDATE tickets_searchdocument document SET public = words.public, internal = words.internal
    FROM tickets_search_vectors(numbers) words
    WHERE document.ticket_id = words.number
        AND (document.public <> words.public OR document.internal <> words.internal);
END $$;
DROP FUNCTION interventions_slip_words(bigint);
"""


class Migration(migrations.Migration):
    """A ticket is found by the words of its slips: their numbers, what was found and done, and what was left there."""

    dependencies = [("interventions", "0003_why_a_slip_is_corrected"), ("tickets", "0014_interventions")]
    operations = [migrations.RunSQL([FUNCTIONS, TRIGGERS], UNDO)]
