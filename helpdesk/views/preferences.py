"""Language, and light or dark: a person's own choices, which follow them to every machine."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tickets.models import User

THEMES = ("", "light", "dark")


class PreferencesForm(forms.Form):
    """One choice or both; what is not sent stays as it is. The theme "" is that of the reader's system."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=[(theme, theme) for theme in THEMES], required=False)

    def chosen(self) -> dict[str, str]:
        """The fields that were sent, as the user keeps them."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data and self._is_kept(name)}

    def _is_kept(self, name: str) -> bool:
        return name == "theme" or bool(self.cleaned_data[name])


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choices and go back to the page they were on."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(" ".join(str(error) for errors in form.errors.values() for error in errors))
    assert isinstance(request.user, User)
    if form.chosen():
        User.objects.filter(pk=request.user.pk).update(**form.chosen())
    back = request.POST.get("next", "/")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")
