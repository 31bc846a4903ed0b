"""What a person was told, in words."""

from django import template
from django.utils.translation import gettext as _

from tickets.choices import NoticeKind
from tickets.models import Notice

register = template.Library()

ICONS = {
    NoticeKind.ASSIGNED: "user-round-check",
    NoticeKind.WATCHING: "eye",
    NoticeKind.MENTIONED: "at-sign",
    NoticeKind.RECEIVED: "message-square",
    NoticeKind.REPLIED: "message-square",
    NoticeKind.REOPENED: "rotate-ccw",
    NoticeKind.RESOLVED: "circle-check",
    NoticeKind.ESCALATED: "siren",
    NoticeKind.RATED: "star",
    NoticeKind.UNSENT: "mail-x",
    NoticeKind.VISIT: "route",
    NoticeKind.SIGNED: "pen-line",
}
# These are whole sentences; the others say what somebody did.
SENTENCES = {NoticeKind.RECEIVED, NoticeKind.ESCALATED, NoticeKind.RATED, NoticeKind.UNSENT, NoticeKind.SIGNED}


@register.filter
def notice_icon(notice: Notice) -> str:
    """The icon of what happened."""
    return ICONS[NoticeKind(notice.kind)]


@register.filter
def notice_words(notice: Notice) -> str:
    """Who did what: "Pascal gave you the ticket"."""
    kind = NoticeKind(notice.kind)
    if kind in SENTENCES:
        return str(kind.label)
    if kind == NoticeKind.VISIT:
        # Planned, moved or cancelled: the text below says it.
        return _("%(name)s changed your visits") % {"name": notice.by or _("Somebody")}
    return _("%(name)s %(did)s") % {"name": notice.by or _("Somebody"), "did": kind.label}
