"""How was it? The page behind the links of the mail after closing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from tickets.actions.rate import rate_ticket
from tickets.choices import Score, Status
from tickets.forms.rating import RatingForm
from tickets.models import Rating, Ticket, User
from tickets.rating_links import may_rate
from tickets.views.request import Request

INVALID = 422


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: Request, number: int, score: str, token: str) -> HttpResponse:
    """Who follows a link answers with the form that it opens, and a small script sends it: programs that look into
    links answer nothing. Then there is room for a comment.
    """
    ticket = Ticket.objects.select_related("contact").filter(pk=number).first()
    if ticket is None or ticket.contact is None or score not in Score.values or not may_rate(ticket, token):
        raise Http404
    with translation.override(ticket.contact.language):
        return _answered(request, ticket, Score(score), token)


def _answered(request: Request, ticket: Ticket, score: Score, token: str) -> HttpResponse:
    form = RatingForm({"score": score.value, "comment": request.POST.get("comment", "")}, auto_id="rating-%s")
    is_sent = request.method == "POST"
    if is_sent and form.is_valid():
        said = form.said()
        rate_ticket(ticket=ticket, **said, contact=ticket.contact, by=User.objects.automation(), at=request.now)
        return redirect("rate", ticket.number, said["score"].value, token)
    rating = Rating.objects.filter(ticket=ticket).first()
    context = {
        "ticket": ticket,
        "score": score,
        "form": form,
        "rating": rating,
        "is_said": rating is not None and rating.score == score,
        "is_done": ticket.status in (Status.RESOLVED, Status.CLOSED),
        "others": [(other, token) for other in Score if other != score],
    }
    return render(request, "tickets/rate.html", context, status=INVALID if is_sent else 200)
