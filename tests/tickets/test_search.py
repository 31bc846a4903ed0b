"""Search: every word of a ticket is found by who may read it, whichever way it came or changed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from html import escape
from random import Random

import pytest
from django.db import connection

from sla.models import Policy
from sla.seeds import STANDARD
from tests import factories
from tickets.actions.import_history import History, import_histories
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.refresh_search import refresh_search
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import Source
from tickets.folding import fold
from tickets.models import ContactPhone, Message, Queue, SearchDocument, SearchRefresh, Ticket, User
from tickets.search import excerpt, found, marked, ranked


@pytest.fixture
def finds(cast) -> Callable[..., list[Ticket]]:
    """`finds("words")`: what the operator finds, or whoever is given."""
    return lambda text, user=None: list(found(user or cast.operator, text))


@pytest.fixture
def by(cast, at) -> dict[str, object]:
    return {"by": cast.technician, "at": at}


# What is searched -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["etiquettes", "ÉTIQUETTES", "etiq", "quai 3", "empeche", "tamarins", "nadia", "INC-4711", "imprimante tamarins"],
)
def test_a_ticket_is_found_by_its_words(finds, open_ticket, text):
    ticket = open_ticket(title="Imprimante d’étiquettes hors ligne", description="L’expédition est empêchée au quai 3.")
    Ticket.objects.filter(pk=ticket.pk).update(external_number="INC-4711")
    assert finds(text) == [ticket]


@pytest.mark.parametrize("text", ["etiquettes absent", "tiquettes", "imprim etiquettes", "", "?!", "'", "a & b:* | !c"])
def test_what_is_not_there_whole_is_not_found(finds, open_ticket, text):
    open_ticket(title="Imprimante d’étiquettes hors ligne")
    assert finds(text) == []


@pytest.mark.parametrize("text", ["Cœur", "coeur", "COEUR DE RESEAU", "coeu"])
def test_ligatures_are_letters(finds, open_ticket, text):
    ticket = open_ticket(title="Cœur de réseau")
    assert finds(text) == [ticket]


def test_a_number_finds_its_ticket(finds, open_ticket):
    ticket = open_ticket()
    assert ticket in finds(str(ticket.number))


@pytest.mark.parametrize(
    "text",
    ["0639980001", "06 39 98 00 01", "+33 6 39 98 00 01", "0033639980001", "+33 (0)6.39.98.00.01", "0001", "98 00 01"],
)
def test_a_phone_number_is_found_in_any_spelling_and_by_its_end(finds, cast, open_ticket, text):
    ContactPhone.objects.create(contact=cast.contact, number="+33639980001")
    ticket = open_ticket()
    open_ticket(contact=None)
    assert finds(text) == [ticket]


def test_a_switchboard_finds_the_tickets_of_the_company(finds, cast, open_ticket):
    cast.account.phone = "+33499980010"
    cast.account.save()
    ticket = open_ticket(contact=None)
    assert finds("04 99 98 00 10") == [ticket]


def test_three_digits_are_no_end_of_a_phone_number(finds, cast, open_ticket):
    ContactPhone.objects.create(contact=cast.contact, number="+33639980987")
    open_ticket()
    assert finds("987") == []


# Whatever path it came by -----------------------------------------------------------------------


def test_a_reply_is_found(finds, open_ticket, by):
    ticket = open_ticket()
    reply_to_ticket(ticket=ticket, body="Le commutateur a été remplacé.", **by)
    assert finds("commutateur") == [ticket]


def test_a_solution_is_found(finds, open_ticket, by):
    ticket = open_ticket()
    resolve_ticket(ticket=ticket, solution="Câble rebranché", **by)
    assert finds("cable rebranche") == [ticket]


def test_the_words_of_several_messages_make_one_document(finds, open_ticket, by):
    ticket = open_ticket()
    for body in ("Premier mot", "Second mot", "Troisième mot"):
        reply_to_ticket(ticket=ticket, body=body, **by)
    assert finds("premier second troisieme") == [ticket]


def test_a_note_is_found_by_the_house_alone(finds, cast, open_ticket, by):
    ticket = open_ticket()
    add_note(ticket=ticket, body="Mauvais payeur", **by)
    assert finds("payeur") == [ticket]
    assert finds("payeur", cast.client) == []


def test_a_reply_that_was_taken_back_is_found_by_the_house_alone(finds, cast, open_ticket, by, at):
    ticket = open_ticket()
    message = reply_to_ticket(ticket=ticket, body="Trop vite parti", **by)
    assert finds("vite", cast.client) == [ticket]
    message.withdrawn_at = at
    message.save()
    assert finds("vite", cast.client) == []
    assert finds("vite") == [ticket]


def test_a_reworded_ticket_is_found_by_its_new_words_alone(finds, open_ticket):
    ticket = open_ticket(title="Ancien intitulé", description="Vieux texte", source=Source.EMAIL)
    Ticket.objects.filter(pk=ticket.pk).update(title="Nouvel intitulé", description="Texte frais")
    assert finds("nouvel frais") == [ticket]
    assert finds("ancien") == finds("vieux") == []


def test_a_message_that_is_deleted_is_found_no_more(finds, open_ticket, by):
    ticket = open_ticket()
    reply_to_ticket(ticket=ticket, body="Passager", **by).delete()
    assert finds("passager") == []


def test_a_renamed_account_is_found_by_its_new_name_once_the_worker_was_there(finds, cast, open_ticket):
    ticket = open_ticket()
    cast.account.name = "Clinique des Palmiers"
    cast.account.save()
    refresh_search()
    assert finds("palmiers") == [ticket]
    assert finds("tamarins") == []
    assert not SearchRefresh.objects.exists()


def test_a_renamed_contact_and_a_new_number_are_found(finds, cast, open_ticket):
    ticket = open_ticket()
    cast.contact.name = "Nadège"
    cast.contact.save()
    ContactPhone.objects.create(contact=cast.contact, number="+33639980042")
    refresh_search()
    assert finds("nadege") == finds("0639980042") == [ticket]
    ContactPhone.objects.all().delete()
    refresh_search()
    assert finds("0639980042") == []


def test_renaming_costs_the_same_whatever_the_number_of_tickets(
    cast, open_ticket, finds, django_assert_num_queries, monkeypatch
):
    tickets = [open_ticket() for _ in range(5)]
    with django_assert_num_queries(1):
        type(cast.account).objects.filter(pk=cast.account.pk).update(name="Palmiers")
    monkeypatch.setattr("tickets.actions.refresh_search.AT_ONCE", 2)
    refresh_search()
    assert finds("palmiers") == tickets[::-1]


def test_what_nobody_renamed_asks_for_no_refresh(cast, open_ticket):
    open_ticket()
    cast.account.notes = "Digicode"
    cast.account.save()
    cast.other.name = "Sans ticket"
    cast.other.save()
    assert not SearchRefresh.objects.exists()


def test_a_ticket_of_another_account_has_the_words_of_that_account(finds, cast, open_ticket):
    ticket = open_ticket()
    ticket.account, ticket.contact = cast.other, None
    ticket.save()
    assert finds("valmagne") == [ticket]
    assert finds("tamarins") == finds("nadia") == []


def test_both_tickets_are_found_after_a_merge(finds, open_ticket, by):
    ticket, into = open_ticket(title="Plus de réseau"), open_ticket(title="Réseau coupé")
    merge_ticket(ticket=ticket, into=into, **by)
    assert finds("reseau") == [into, ticket]


def test_imported_histories_are_found(finds, cast, at):
    history = History(
        external_number="INC-9",
        title="Serveur éteint",
        priority="high",
        kind="incident",
        source=Source.IMPORT,
        queue=Queue.objects.first(),
        opened_at=at,
    )
    policy = Policy.objects.get(name=STANDARD)
    (ticket,) = import_histories(histories=[history], account=cast.account, policy=policy, by=cast.administrator, at=at)
    assert finds("serveur eteint") == finds("inc 9") == [ticket]


def test_rows_written_in_bulk_are_found(finds, cast, open_ticket, at):
    first = open_ticket()
    copies = [Ticket(**{**_values(first), "number": None, "title": f"Copie {n}"}) for n in range(3)]
    made = Ticket.objects.bulk_create(copies)
    Message.objects.bulk_create(
        [Message(ticket=each, kind="reply", author=cast.technician, body="Envoi groupé", at=at) for each in made]
    )
    assert finds("copie") == finds("groupe") == made[::-1]


def _values(ticket: Ticket) -> dict[str, object]:
    return {field.attname: getattr(ticket, field.attname) for field in Ticket._meta.concrete_fields}


def test_a_deleted_ticket_leaves_nothing_behind(finds, cast, open_ticket):
    copy = open_ticket(title="À jeter")
    Message.objects.create(ticket=copy, kind="reply", author=cast.technician, body="Rien", at=copy.opened_at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE tickets_event DISABLE TRIGGER tickets_event_append_only")
        cursor.execute("DELETE FROM tickets_event WHERE ticket_id = %s", [copy.pk])
    copy.mails.all().delete()
    copy.clocks.all().delete()
    copy.delete()
    assert not SearchDocument.objects.exists()
    assert finds("jeter") == []


def test_a_document_never_outgrows_what_the_database_can_index(finds, open_ticket, by):
    ticket = open_ticket()
    for part in range(4):
        body = " ".join(f"{part}{number:x}" for number in range(30_000))
        Message.objects.create(ticket=ticket, kind="reply", author=by["by"], body=body, at=by["at"])
    Message.objects.create(
        ticket=ticket, kind="note", author=by["by"], body="dernier " + "x" * 50_000, at=by["at"] + dt.timedelta(1)
    )
    assert finds("dernier") == [ticket]


@pytest.mark.parametrize("text", ["Étoile-du-Sud", "Œuvre, cœur & Straße", " naïve  L’été ", "ﬁn ½ ①", "", "Ünïcödé_4"])
def test_the_database_folds_as_python_does(db, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tickets_fold(%s)", [text])
        assert cursor.fetchone()[0] == fold(text)


# Who finds what ---------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["operator", "technician", "manager", "administrator", "client", "partner"])
def test_who_sees_the_ticket_finds_it(finds, cast, open_ticket, person):
    ticket = open_ticket()
    assert finds("imprimante", getattr(cast, person)) == [ticket]


@pytest.mark.parametrize("person", ["colleague", "outsider"])
def test_who_does_not_see_the_ticket_does_not_find_it(finds, cast, open_ticket, person):
    open_ticket()
    assert finds("imprimante", getattr(cast, person)) == []


# What comes first -------------------------------------------------------------------------------


def test_a_word_in_the_title_stands_above_one_in_the_conversation(finds, open_ticket, by):
    titled = open_ticket(title="Panne du commutateur")
    said = open_ticket()
    for _ in range(3):
        reply_to_ticket(ticket=said, body="commutateur commutateur", **by)
    assert finds("commutateur") == [titled, said]


def test_the_name_of_the_client_stands_above_the_conversation(finds, cast, open_ticket):
    whose = open_ticket(account=cast.other, contact=None)
    said = open_ticket(description="Comme chez Valmagne")
    assert finds("valmagne") == [whose, said]


def test_of_equals_the_newest_comes_first(finds, open_ticket):
    old, new = open_ticket(title="Écran noir"), open_ticket(title="Écran bleu")
    assert finds("ecran") == [new, old]


# What is shown ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Serveur empêché", "empeche", "Serveur <mark>empêché</mark>"),
        ("Serveurs de serveur", "serv", "<mark>Serveurs</mark> de <mark>serveur</mark>"),
        ("Le cœur bat", "coeur", "Le <mark>cœur</mark> bat"),
        ("L’e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT}", "ete", "L’<mark>e\u0301te\u0301</mark>"),
        ("serveur de la baie", "serv baie", "serveur de la <mark>baie</mark>"),
        ("<b>&</b>", "b", "&lt;<mark>b</mark>&gt;&amp;&lt;/<mark>b</mark>&gt;"),
        ("<script>alert(1)</script>", "alert", "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;"),
        ("rien", "absent", "rien"),
        ("rien", "<mark>", "rien"),
        ("rien", "", "rien"),
    ],
)
def test_found_words_are_marked_as_they_were_written(text, query, shown):
    assert marked(text, query) == shown


def test_an_excerpt_stands_around_the_first_word_found():
    text = "avant " * 100 + "la panne électrique " + "après " * 100
    shown = excerpt(text, "electrique")
    assert "<mark>électrique</mark>" in shown
    assert shown.startswith("… avant")
    assert shown.endswith("après …")
    assert len(shown) < 200


@pytest.mark.parametrize(("text", "query", "shown"), [("Court", "court", "<mark>Court</mark>"), ("Court", "autre", "")])
def test_a_short_text_is_its_own_excerpt(text, query, shown):
    assert excerpt(text, query) == shown


def test_an_excerpt_escapes_what_somebody_wrote():
    assert excerpt("a " * 200 + "<img src=x onerror=y> mot", "mot").count("<") == 2


def test_words_are_marked_as_if_each_character_were_folded_alone():
    random = Random(7)
    alphabet = "abeéEÉœŒßæ12½①ﬁ’-_ \u0301\u0327\u00a0İſK𝐚世😀<&"
    for _ in range(3_000):
        text = "".join(random.choices(alphabet, k=random.randrange(12)))
        query = "".join(random.choices("abeéœ12 ", k=random.randrange(1, 6)))
        shown = marked(text, query)
        assert shown == _marked_by_character(text, fold(query).split()), (text, query)
        assert re.sub("</?mark>", "", shown) == escape(text)


def _marked_by_character(text: str, words: list[str]) -> str:
    """The rule, word for word: slow, and blind to nothing."""
    letters = [
        (letter, place)
        for place, character in enumerate(text)
        for letter in ("" if unicodedata.combining(character) else fold(character) or " ")
    ]
    shown, here = "", 0
    for word in re.finditer("[0-9a-z]+", "".join(letter for letter, _place in letters)):
        is_beginning = bool(words) and len(words[-1]) >= 2 and word.group().startswith(words[-1])
        if word.group() in words or is_beginning:
            start, end = letters[word.start()][1], letters[word.end() - 1][1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if start >= here:
                shown += f"{escape(text[here:start])}<mark>{escape(text[start:end])}</mark>"
                here = end
    return shown + escape(text[here:])


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_lose_no_word(settings):
    import threading

    from django.db import connections

    user = factories.user("writer")
    User.objects.filter(pk=user.pk).update(roles=["operator"])
    user.refresh_from_db()
    ticket = factories.ticket(
        by=user, at=dt.datetime(2026, 10, 12, 8, tzinfo=dt.UTC), account=factories.account("Duo", policy=STANDARD)
    )
    start = threading.Barrier(4)

    def write(word: str) -> None:
        start.wait()
        for number in range(5):
            Message.objects.create(
                ticket=ticket, kind="reply", author=user, body=f"{word}{number}", at=ticket.opened_at
            )
        connections.close_all()

    threads = [threading.Thread(target=write, args=[word]) for word in ("un", "deux", "trois", "quatre")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words = " ".join(f"{word}{number}" for word in ("un", "deux", "trois") for number in range(4))
    assert list(found(user, words)) == [ticket]


def test_of_very_many_the_newest_are_ranked(cast, open_ticket, monkeypatch):
    monkeypatch.setattr("tickets.search.MOST_RANKED", 2)
    titled, *others = [open_ticket(title=title) for title in ("Câble", "Imprimante", "Écran")]
    for ticket in others:
        Ticket.objects.filter(pk=ticket.pk).update(description="Un câble")
    assert ranked(found(cast.operator, "cable")) == ([each.number for each in others[::-1]], True)
    older = found(cast.operator, "cable").filter(pk__lte=others[0].pk)
    assert ranked(older) == ([titled.number, others[0].number], False)
