from tickets.forms.base import VerbForm
from tickets.forms.conversation import CallForm, NoteForm, ReplyForm
from tickets.forms.progress import CancelForm, ReopenForm, ResolveForm, WaitForm
from tickets.forms.properties import AssignForm, PrioritizeForm, ReclassifyForm, RouteForm
from tickets.forms.relations import LinkForm, MergeForm, TimeForm

__all__ = [
    "AssignForm",
    "CallForm",
    "CancelForm",
    "LinkForm",
    "MergeForm",
    "NoteForm",
    "PrioritizeForm",
    "ReclassifyForm",
    "ReopenForm",
    "ReplyForm",
    "ResolveForm",
    "RouteForm",
    "TimeForm",
    "VerbForm",
    "WaitForm",
]
