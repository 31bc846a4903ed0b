"""The default queues, resources and classifications: rows that an administrator edits."""

from __future__ import annotations

from functools import partial

from sla.seeding import once
from tickets.choices import Role, WorkUse
from tickets.models import CannedReply, IssueType, Queue, Resource, ResourceLevel, User, WorkType

IT, TELECOM = "OPS-01-INFORMATIQUE", "OPS-02-TELECOM"
_QUEUES = {
    IT: {"trade": "Support informatique", "shortcut": "010", "icon": "monitor", "order": 1},
    TELECOM: {"trade": "Télécom", "shortcut": "020", "icon": "phone", "order": 2},
}
# The resources matrix; the order inside a cell is the order in which people are asked.
_RESOURCES = {
    IT: (("Philippe", "Jérôme"), ("Philippe", "Pascal"), ("Pascal", "Loïc")),
    TELECOM: (("Jérôme",), ("Jérôme", "Pascal"), ("Jérôme", "Pascal")),
}
_WORK_TYPES = ("Support à distance (Réactif)", "Sur site", "Planifié", "Projet", "Déplacement")
_USES = {"Sur site": WorkUse.ON_SITE, "Déplacement": WorkUse.TRAVEL}
_ADDRESSES = {
    "Philippe": "philippe@example.org",
    "Jérôme": "jerome@example.org",
    "Pascal": "pascal@example.org",
    "Loïc": "loic@example.org",
}


# Issue types with their sub-issue types, per queue.
_ISSUES = {
    IT: {
        "Poste de travail": ("Démarrage", "Lenteur", "Écran", "Périphérique"),
        "Logiciel métier": ("Accès", "Erreur", "Licence", "Mise à jour"),
        "Messagerie": ("Réception", "Envoi", "Boîte partagée", "Indésirables"),
        "Réseau et Internet": ("Coupure", "Lenteur", "Wi-Fi", "VPN"),
        "Serveur": ("Injoignable", "Espace disque", "Sauvegarde"),
        "Impression": ("Hors ligne", "Qualité", "Scanner"),
        "Comptes et droits": ("Mot de passe", "Nouvel arrivant", "Départ", "Droits"),
    },
    TELECOM: {
        "Téléphonie": ("Appels entrants", "Appels sortants", "Qualité", "Poste", "Standard"),
        "Lien opérateur": ("Coupure", "Débit", "Coupures intermittentes"),
        "Mobile": ("Ligne", "Transfert", "Messagerie vocale"),
    },
}
_CANNED_REPLIES = {
    "Prise en charge": "Bonjour,\n\nVotre demande est prise en charge. Nous revenons vers vous dès que possible.",
    "Besoin d’une précision": "Bonjour,\n\nPour avancer, pouvez-vous nous préciser depuis quand et sur quels postes"
    " cela se produit ?",
    "Résolu, à confirmer": "Bonjour,\n\nLe problème est résolu de notre côté. Dites-nous si tout fonctionne pour vous.",
}


def seed() -> None:
    """Queues with their technicians and issue types, then work types and canned replies."""
    once("automation", User.objects.automation)
    for name, look in _QUEUES.items():
        once(f"queue:{name}", partial(_queue, name, look))
    for order, name in enumerate(_WORK_TYPES):
        once(f"work-type:{name}", partial(_work_type, name, order))
    for queue, issues in _ISSUES.items():
        for order, (name, subs) in enumerate(issues.items()):
            once(f"issue:{name}", partial(_issue, queue, name, subs, order))
    for name, body in _CANNED_REPLIES.items():
        once(f"canned-reply:{name}", partial(CannedReply.objects.create, name=name, body=body))


def _queue(name: str, look: dict[str, object]) -> None:
    queue = Queue.objects.create(name=name, **look)
    for number, people in enumerate(_RESOURCES[name], 1):
        level = ResourceLevel.objects.create(queue=queue, number=number)
        for order, person in enumerate(people):
            Resource.objects.create(level=level, technician=technician(person), order=order)


def _issue(queue: str, name: str, subs: tuple[str, ...], order: int) -> None:
    issue = IssueType.objects.create(name=name, queue=Queue.objects.get(name=queue), order=order)
    for place, sub in enumerate(subs):
        IssueType.objects.create(name=sub, parent=issue, queue=issue.queue, order=place)


def _work_type(name: str, order: int) -> None:
    WorkType.objects.create(name=name, order=order, is_default=order == 0, use=_USES.get(name, ""))


def technician(name: str) -> User:
    """A technician of the house by first name; without a password nobody signs in as them."""
    user = User.objects.filter(email=_ADDRESSES[name]).first()
    return user or User.objects.create_user(_ADDRESSES[name], name=name, roles=[Role.TECHNICIAN])
