"""The mails of the demo in the browser, for everybody: it is invented. Elsewhere these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.demo import cast, letters
from helpdesk.demo.mailboxes import ADDRESSES
from mail.choices import Purpose
from tickets.models import OutboxMail
from tickets.views.request import Request

A_PAGE = 30
_CLIENT = "client@example.org"
# A mail brings its own style; it runs nothing, loads nothing, and its links open beside the page.
_LETTER = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
View = Callable[..., HttpResponse]


class WriteForm(forms.Form):
    writer = forms.ChoiceField(label=gettext_lazy("Who writes"))
    purpose = forms.ChoiceField(label=pgettext_lazy("mail", "To"), choices=Purpose.choices)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 6}))
    answered = forms.ModelChoiceField(OutboxMail.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        addresses = ADDRESSES.items()
        self.fields["writer"].choices = letters.writers()  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (purpose.value, f"{purpose.label}: {address}") for purpose, address in addresses
        ]


def _of_the_demo(view: View) -> View:
    """A page that is there in a demo only."""

    @wraps(view)
    def viewed(request: Request, **named: int) -> HttpResponse:
        if not (settings.DEMO and cast.is_there()):
            raise Http404
        return view(request, **named)

    return never_cache(login_not_required(viewed))


@_of_the_demo
@require_http_methods(["GET", "HEAD", "POST"])
def demo_mails(request: Request) -> HttpResponse:
    """What left for whom, and a form that writes to us as a client."""
    form = WriteForm(request.POST or None, initial={"writer": _CLIENT}) if settings.DEMO_IMAP_PORT else None
    if form is not None and form.is_valid() and _is_sent(form):
        messages.success(request, _("Sent. Within half a minute it is a ticket, or part of one."))
        return redirect("demo_mails")
    page = Paginator(letters.mails(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mails.html", {"page": page, "form": form})


@_of_the_demo
@require_safe
@csp_update({"frame-src": [SELF]})
def demo_mail(request: Request, pk: int) -> HttpResponse:
    """One mail as its reader opens it, and a form that answers it."""
    mail = get_object_or_404(OutboxMail, pk=pk)
    subject = mail.subject if mail.subject.startswith("Re:") else f"Re: {mail.subject}"
    answer = {"writer": mail.to, "subject": subject, "answered": mail}
    form = WriteForm(initial=answer) if settings.DEMO_IMAP_PORT else None
    return render(request, "demo/mail.html", {"mail": mail, "opened": letters.open_mail(mail), "form": form})


@_of_the_demo
@require_safe
@xframe_options_sameorigin
@csp(_LETTER)
def demo_mail_html(request: Request, pk: int) -> HttpResponse:
    """Its HTML alone."""
    html = letters.open_mail(get_object_or_404(OutboxMail, pk=pk)).html
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))


def _is_sent(form: WriteForm) -> bool:
    said = form.cleaned_data | {"purpose": Purpose(form.cleaned_data["purpose"])}
    try:
        letters.write_to_us(**said)
    except OSError:
        form.add_error(None, _("The mail server of the demo does not answer: try again in a moment."))
        return False
    return True
