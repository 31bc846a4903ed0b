from interventions.models.feed import CalendarFeed
from interventions.models.intervention import Crew, Intervention
from interventions.models.prepaid import PrepaidEntry
from interventions.models.signature import Signature, SigningLink, SlipVersion
from interventions.models.site import Site
from interventions.models.slip import CatalogueItem, Photo, Receipt, Slip, SlipCounter, Supply

__all__ = [
    "CalendarFeed",
    "CatalogueItem",
    "Crew",
    "Intervention",
    "Photo",
    "PrepaidEntry",
    "Receipt",
    "Signature",
    "SigningLink",
    "Site",
    "Slip",
    "SlipCounter",
    "SlipVersion",
    "Supply",
]
