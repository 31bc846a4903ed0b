"""The phone: a call becomes a ticket."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from escalation.choices import Purpose
from escalation.models import ReachInstruction
from sla.choices import Priority
from sla.models import Policy
from tickets.actions.open import open_ticket
from tickets.actions.open_for_new_contact import open_ticket_for_new_contact
from tickets.callers import Found, Match, known_caller, search
from tickets.choices import Kind
from tickets.intake_form import IntakeForm, fresh_data, picked
from tickets.models import Account, Contact, Contract, Queue, ResourceLevel, Ticket, User
from tickets.permissions import Permission, require, visible_accounts, visible_contacts, visible_tickets
from tickets.phone import readable
from tickets.promises import Intake, contract_and_policy, first_asked, plan
from tickets.readings import Reading, read, readings, with_clocks
from tickets.views.request import Request
