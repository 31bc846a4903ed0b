from tickets.forms.audience import CopyForm, StopCopyingForm, WatchForm, WithdrawForm
from tickets.forms.base import VerbForm
from tickets.forms.conversation import CallForm, NoteForm, ReplyForm, SaidForm
from tickets.forms.progress import CancelForm, ReopenForm, ResolveForm, WaitForm
from tickets.forms.properties import (
    AssignForm,
    ChangeAccountForm,
    GuaranteeForm,
    PrioritizeForm,
    ReclassifyForm,
    RewordForm,
    RouteForm,
)
from tickets.forms.relations import (
    LinkForm,
    MergeForm,
    ProblemForm,
    ReplyAllForm,
    ResolveAllForm,
    SplitForm,
    UnlinkForm,
)
from tickets.forms.time import CorrectTimeForm, TimeForm, TimerStopForm

__all__ = [
    "AssignForm",
    "CallForm",
    "CancelForm",
    "ChangeAccountForm",
    "CopyForm",
    "CorrectTimeForm",
    "GuaranteeForm",
    "LinkForm",
    "MergeForm",
    "NoteForm",
    "PrioritizeForm",
    "ProblemForm",
    "ReclassifyForm",
    "ReopenForm",
    "ReplyAllForm",
    "ReplyForm",
    "ResolveAllForm",
    "ResolveForm",
    "RewordForm",
    "RouteForm",
    "SaidForm",
    "SplitForm",
    "StopCopyingForm",
    "TimeForm",
    "TimerStopForm",
    "UnlinkForm",
    "VerbForm",
    "WaitForm",
    "WatchForm",
    "WithdrawForm",
]
