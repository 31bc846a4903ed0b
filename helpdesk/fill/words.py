"""Small lists of words from which companies, people and conversations are put together. Nobody is called so."""

from __future__ import annotations

from typing import NamedTuple

TRADES = (
    "Menuiserie", "Clinique", "Transports", "Cabinet", "Garage", "Pharmacie", "École", "Imprimerie", "Domaine",
    "Fonderie", "Boulangerie", "Laboratoire", "Résidence", "Ateliers", "Crèche", "Serres", "Hôtel", "Librairie",
    "Brasserie", "Coopérative",
)  # fmt: skip
PLACES = (
    "des Genêts", "du Châtaignier", "de l’Églantine", "des Trois Sources", "du Grand Pin", "des Roseaux",
    "de la Bruyère", "des Cigognes", "du Vieux Chêne", "de la Falaise", "des Hérons", "du Gué", "des Mélèzes",
    "de l’Aubépine", "du Moulin Bleu", "des Oliviers", "de la Clairière", "des Galets", "du Noyer", "des Étourneaux",
)  # fmt: skip
FIRST_NAMES = (
    "Agnès", "Aïcha", "Alban", "Anaïs", "André", "Béatrice", "Benoît", "Cécile", "Chloé", "Clément", "Daphné",
    "Élodie", "Émile", "Fabrice", "Françoise", "Gaël", "Geneviève", "Hélène", "Irène", "Jérémie", "Joël", "Kévin",
    "Laëtitia", "Léo", "Maëlle", "Marc", "Mélanie", "Naïma", "Noé", "Océane", "Paul", "Raphaël", "Régine", "René",
    "Salomé", "Sébastien", "Théo", "Valérie", "Yaël", "Zoé",
)  # fmt: skip
JOBS = ("accueil", "comptabilité", "direction", "atelier", "logistique", "secrétariat", "informatique", "achats")
SITES = ("à l’accueil", "au quai 3", "à l’étage", "en salle de réunion", "au dépôt", "à l’atelier", "au siège")
SINCE = ("depuis ce matin", "depuis hier soir", "depuis la mise à jour", "par moments", "depuis une coupure")


class Trouble(NamedTuple):
    """What may be wrong: issue and sub-issue types of the set-up, a title, and what the caller says."""

    issue: str
    sub_issue: str
    title: str
    says: str


IT_TROUBLES = (
    Trouble("Poste de travail", "Démarrage", "Le poste ne démarre plus", "L’écran reste noir après l’allumage."),
    Trouble("Poste de travail", "Lenteur", "Poste très lent", "Il faut dix minutes pour ouvrir un fichier."),
    Trouble("Poste de travail", "Écran", "Deuxième écran non détecté", "L’écran de gauche n’affiche plus rien."),
    Trouble("Logiciel métier", "Erreur", "Erreur à l’enregistrement d’un dossier", "Un message d’erreur s’affiche."),
    Trouble("Logiciel métier", "Accès", "Accès refusé au logiciel de gestion", "Le mot de passe est refusé."),
    Trouble("Messagerie", "Réception", "Plus de messages reçus", "Aucun message n’arrive plus dans la boîte."),
    Trouble("Messagerie", "Boîte partagée", "Boîte partagée introuvable", "La boîte commune a disparu de la liste."),
    Trouble("Réseau et Internet", "Coupure", "Plus d’accès à Internet", "Plus personne n’accède au réseau."),
    Trouble("Réseau et Internet", "VPN", "VPN impossible à établir", "La connexion échoue au bout d’une minute."),
    Trouble("Serveur", "Espace disque", "Espace disque insuffisant", "L’enregistrement est refusé, faute de place."),
    Trouble("Serveur", "Sauvegarde", "Sauvegarde en échec", "Le rapport de la nuit signale un échec."),
    Trouble("Impression", "Hors ligne", "Imprimante hors ligne", "L’imprimante ne répond plus, la file est pleine."),
    Trouble("Impression", "Scanner", "Numérisation impossible", "Le scanner n’envoie plus les fichiers."),
    Trouble("Comptes et droits", "Nouvel arrivant", "Création d’un compte", "Une collègue arrive lundi prochain."),
    Trouble("Comptes et droits", "Mot de passe", "Mot de passe oublié", "Le compte est verrouillé."),
)
TELECOM_TROUBLES = (
    Trouble("Téléphonie", "Appels entrants", "Plus aucun appel entrant", "Nos clients tombent sur une tonalité."),
    Trouble("Téléphonie", "Qualité", "Voix hachée pendant les appels", "On ne s’entend qu’un mot sur deux."),
    Trouble("Téléphonie", "Poste", "Poste téléphonique éteint", "Le téléphone ne s’allume plus."),
    Trouble("Lien opérateur", "Coupure", "Lien opérateur coupé", "Le site est entièrement isolé."),
    Trouble("Lien opérateur", "Débit", "Débit très faible", "Les visioconférences s’interrompent."),
    Trouble("Mobile", "Transfert", "Transfert d’appel inactif", "Les appels ne basculent pas sur le mobile."),
)
REPLIES = (
    "Bonjour, je prends votre demande en charge et je vous rappelle dans la matinée.",
    "Bonjour, pouvez-vous redémarrer le poste et me dire si le problème persiste ?",
    "Le correctif est appliqué. Pouvez-vous vérifier de votre côté ?",
    "Une intervention sur place est nécessaire : quel créneau vous conviendrait ?",
    "L’opérateur confirme l’incident et annonce un rétablissement dans la journée.",
)
ANSWERS = (
    "Merci, c’est un peu mieux mais le message d’erreur revient.",
    "Toujours pareil après le redémarrage. Je joins une capture dès que possible.",
    "Mardi matin nous irait très bien. Merci de votre réactivité !",
    "Le numéro de série est au dos de l’appareil, je vous l’envoie.",
)
NOTES = (
    "Vu avec l’équipe : à surveiller, même panne le mois dernier.",
    "Client joint par téléphone, très inquiet avant la clôture. À traiter en priorité.",
    "Pilote mis à jour à distance, redémarrage prévu à midi.",
    "Matériel commandé chez le fournisseur, délai de deux jours.",
)
SOLUTIONS = (
    "Pilote réinstallé, impression vérifiée avec l’utilisatrice.",
    "Compte débloqué et mot de passe réinitialisé.",
    "Lien rétabli par l’opérateur, téléphonie vérifiée dans les deux sens.",
    "Espace libéré, sauvegarde relancée avec succès.",
)
REASONS = ("Attente de la référence du matériel", "Attente d’un créneau du client", "Attente d’une validation")

# Ranges of numbers that the French regulator keeps for fiction, without their last four digits.
FICTIONAL = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")


def phone(number: int) -> str:
    """The fictional phone number with this index, in E.164; after 60,000 they come again."""
    return f"{FICTIONAL[number % len(FICTIONAL)]}{number // len(FICTIONAL) % 10_000:04d}"
