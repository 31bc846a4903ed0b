"""Figures in templates."""

from django import template

from reports.presentation.words import in_percent

register = template.Library()
register.filter(in_percent)
