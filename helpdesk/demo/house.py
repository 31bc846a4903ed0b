"""The invented house of the demo: its letterhead, and what its technicians carry in the van."""

from __future__ import annotations

from interventions.models import CatalogueItem
from tickets.models import Letterhead

_LETTERHEAD = {
    "name": "Prado Infogérance",
    "address": "12, traverse des Cyprès\n13008 Marseille",
    "phone": "+33199001300",
    "premium_phone": "+33199001399",
    "email": "support@example.org",
    "escalation_email": "escalade@example.org",
}
# Designation, reference, unit.
_CATALOGUE = (
    ("Onduleur 1500 VA", "OND-1500", ""),
    ("Batterie d’onduleur 12 V 9 Ah", "BAT-12-9", ""),
    ("Câble réseau RJ45 catégorie 6A", "C6A", "m"),
    ("Cordon réseau 2 m", "CR-2", ""),
    ("Cordon d’alimentation C13, 2 m", "C13-2", ""),
    ("Commutateur 24 ports PoE", "SW-24P", ""),
    ("Borne Wi-Fi 6, plafond", "AP-6P", ""),
    ("Téléphone IP de bureau", "TEL-IP", ""),
    ("Casque sans fil pour standard", "CSQ-SF", ""),
    ("Disque SSD 1 To", "SSD-1T", ""),
    ("Goulotte 40 × 25", "GLT-40", "m"),
)


def furnish_house() -> None:
    """Who prints the slips and sheets, and the catalogue of supplies."""
    Letterhead.objects.update_or_create(pk=1, defaults=_LETTERHEAD)
    CatalogueItem.objects.bulk_create(
        CatalogueItem(designation=designation, reference=reference, unit=unit)
        for designation, reference, unit in _CATALOGUE
    )
