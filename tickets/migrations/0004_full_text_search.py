import django.db.models.deletion
from django.db import migrations, models

# The same folding as tickets/folding.py. The functions are bodies of text, so that a later migration may still
# change the columns they read.
FUNCTIONS = r"""
CREATE FUNCTION tickets_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(lower(regexp_replace(normalize(
        replace(replace(replace(replace(replace(words, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'),
        NFKD), '[\u0300-\u036f]', '', 'g')), '[^0-9a-z]+', ' ', 'g'))
$$;

-- A phone number as one word that a trailing part of it begins: +33639980001 is "zt10008993633".
CREATE FUNCTION tickets_phone_word(phone text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN phone = '' THEN '' ELSE 'zt' || reverse(regexp_replace(phone, '\D', '', 'g')) END
$$;

-- The words of tickets by weight: A the title, B whose it is and its numbers, C the description, D what was said.
-- A text is cut before the document could outgrow what PostgreSQL indexes (1 MiB); what was said last is kept.
-- Slips of visits join here, as one more LATERAL beside `said`.
CREATE FUNCTION tickets_search_vectors(numbers bigint[])
RETURNS TABLE (number bigint, public tsvector, internal tsvector) LANGUAGE sql STABLE AS $$
    SELECT ticket.number, head || by_client, head || by_client || by_house
    FROM tickets_ticket ticket
    JOIN tickets_account account ON account.id = ticket.account_id
    LEFT JOIN tickets_contact contact ON contact.id = ticket.contact_id
    LEFT JOIN LATERAL (
        SELECT string_agg(tickets_phone_word(phone.number), ' ') AS words
        FROM tickets_contactphone phone WHERE phone.contact_id = ticket.contact_id
    ) phones ON true
    LEFT JOIN LATERAL (
        SELECT
            string_agg(left(body, 20000), ' ' ORDER BY at DESC) FILTER (WHERE is_public) AS public,
            string_agg(left(body, 20000), ' ' ORDER BY at DESC) FILTER (WHERE NOT is_public) AS internal
        FROM (
            SELECT body, at, kind <> 'note' AND withdrawn_at IS NULL AS is_public
            FROM tickets_message WHERE ticket_id = ticket.number
        ) message
    ) said ON true
    CROSS JOIN LATERAL (
        SELECT
            setweight(to_tsvector('pg_catalog.simple', tickets_fold(ticket.title)), 'A')
            || setweight(to_tsvector('pg_catalog.simple', concat_ws(' ',
                ticket.number, tickets_fold(concat_ws(' ', ticket.external_number, account.name, contact.name)),
                tickets_phone_word(account.phone), phones.words)), 'B')
            || setweight(to_tsvector('pg_catalog.simple', tickets_fold(left(ticket.description, 50000))), 'C')
            AS head,
            to_tsvector('pg_catalog.simple', coalesce(tickets_fold(left(said.public, 100000)), '')) AS by_client,
            to_tsvector('pg_catalog.simple', coalesce(tickets_fold(left(said.internal, 100000)), '')) AS by_house
    ) words
    WHERE ticket.number = ANY (numbers)
$$;

-- Who comes second waits for the ticket, and then reads what the first wrote: no word is lost.
CREATE FUNCTION tickets_search_rewrite(numbers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM tickets_ticket WHERE number = ANY (numbers) ORDER BY number FOR NO KEY UPDATE;
    UPDATE tickets_searchdocument document SET public = words.public, internal = words.internal
    FROM tickets_search_vectors(numbers) words
    WHERE document.ticket_id = words.number
        AND (document.public <> words.public OR document.internal <> words.internal);
END $$;

CREATE FUNCTION tickets_search_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_searchdocument (ticket_id, public, internal)
    SELECT words.number, words.public, words.internal
    FROM tickets_search_vectors(ARRAY(SELECT number FROM added)) words;
    RETURN NULL;
END $$;

CREATE FUNCTION tickets_search_reworded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tickets_search_rewrite(ARRAY[NEW.number]);
    RETURN NULL;
END $$;

-- The call that opens a ticket says what its description says: these words are there already.
CREATE FUNCTION tickets_search_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    numbers bigint[] := ARRAY(
        SELECT DISTINCT number FROM changed JOIN tickets_ticket ON number = ticket_id
        WHERE TG_OP = 'DELETE' OR body NOT IN (title, description)
    );
BEGIN
    IF numbers <> '{}' THEN
        PERFORM tickets_search_rewrite(numbers);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION tickets_search_resaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tickets_search_rewrite(ARRAY[OLD.ticket_id, NEW.ticket_id]);
    RETURN NULL;
END $$;

-- A client may have fifty thousand tickets: who renames it waits for none of them (tickets.refresh_search).
CREATE FUNCTION tickets_search_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'tickets_account' THEN
        INSERT INTO tickets_searchrefresh (account_id, done)
        SELECT NEW.id, 0 WHERE EXISTS (SELECT FROM tickets_ticket WHERE account_id = NEW.id);
    ELSIF TG_TABLE_NAME = 'tickets_contact' THEN
        INSERT INTO tickets_searchrefresh (contact_id, done)
        SELECT NEW.id, 0 WHERE EXISTS (SELECT FROM tickets_ticket WHERE contact_id = NEW.id);
    ELSE
        INSERT INTO tickets_searchrefresh (contact_id, done)
        SELECT id, 0 FROM tickets_contact contact
        WHERE id IN (OLD.contact_id, NEW.contact_id)
            AND EXISTS (SELECT FROM tickets_ticket WHERE contact_id = contact.id);
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER tickets_search_opened AFTER INSERT ON tickets_ticket
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION tickets_search_opened();
CREATE TRIGGER tickets_search_reworded AFTER UPDATE ON tickets_ticket FOR EACH ROW
    WHEN ((OLD.title, OLD.description, OLD.external_number, OLD.account_id, OLD.contact_id)
        IS DISTINCT FROM (NEW.title, NEW.description, NEW.external_number, NEW.account_id, NEW.contact_id))
    EXECUTE FUNCTION tickets_search_reworded();
CREATE TRIGGER tickets_search_said AFTER INSERT ON tickets_message
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tickets_search_said();
CREATE TRIGGER tickets_search_unsaid AFTER DELETE ON tickets_message
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tickets_search_said();
CREATE TRIGGER tickets_search_resaid AFTER UPDATE ON tickets_message FOR EACH ROW
    WHEN ((OLD.body, OLD.kind, OLD.ticket_id, OLD.withdrawn_at)
        IS DISTINCT FROM (NEW.body, NEW.kind, NEW.ticket_id, NEW.withdrawn_at))
    EXECUTE FUNCTION tickets_search_resaid();
CREATE TRIGGER tickets_search_renamed AFTER UPDATE ON tickets_account FOR EACH ROW
    WHEN ((OLD.name, OLD.phone) IS DISTINCT FROM (NEW.name, NEW.phone))
    EXECUTE FUNCTION tickets_search_renamed();
CREATE TRIGGER tickets_search_renamed AFTER UPDATE ON tickets_contact FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION tickets_search_renamed();
CREATE TRIGGER tickets_search_renumbered AFTER INSERT OR UPDATE OR DELETE ON tickets_contactphone
    FOR EACH ROW EXECUTE FUNCTION tickets_search_renamed();
"""
FILL = """
INSERT INTO tickets_searchdocument (ticket_id, public, internal)
SELECT words.number, words.public, words.internal
FROM tickets_search_vectors(ARRAY(SELECT number FROM tickets_ticket)) words
ON CONFLICT (ticket_id) DO UPDATE SET public = excluded.public, internal = excluded.internal;
"""
NO_TRIGGERS = """
DROP TRIGGER tickets_search_renumbered ON tickets_contactphone;
DROP TRIGGER tickets_search_renamed ON tickets_contact;
DROP TRIGGER tickets_search_renamed ON tickets_account;
DROP TRIGGER tickets_search_resaid ON tickets_message;
DROP TRIGGER tickets_search_unsaid ON tickets_message;
DROP TRIGGER tickets_search_said ON tickets_message;
DROP TRIGGER tickets_search_reworded ON tickets_ticket;
DROP TRIGGER tickets_search_opened ON tickets_ticket;
"""
NO_FUNCTIONS = """
DROP FUNCTION tickets_search_renamed();
DROP FUNCTION tickets_search_resaid();
DROP FUNCTION tickets_search_said();
DROP FUNCTION tickets_search_reworded();
DROP FUNCTION tickets_search_opened();
DROP FUNCTION tickets_search_rewrite(bigint[]);
DROP FUNCTION tickets_search_vectors(bigint[]);
DROP FUNCTION tickets_phone_word(text);
DROP FUNCTION tickets_fold(text);
"""


class Migration(migrations.Migration):
    """The words of every ticket are kept true by the database itself, whoever writes them and however many at once."""

    dependencies = [("tickets", "0003_the_staff_workspace")]
    operations = [
        migrations.CreateModel(
            name="SearchRefresh",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done", models.BigIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.account"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.contact"
                    ),
                ),
            ],
            options={"verbose_name": "search refresh", "ordering": ["pk"]},
        ),
        migrations.AddIndex(
            "ticket",
            models.Index(
                fields=["queue", "technician"],
                condition=models.Q(
                    status__in=["assigned", "in_progress", "new", "scheduled", "waiting_client", "waiting_third_party"]
                ),
                name="open_work",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
