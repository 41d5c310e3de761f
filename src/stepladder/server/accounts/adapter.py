"""How allauth's sign-up and mails behave here: the one place that knows allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Addresses are kept in lower case, so that one address is one person."""

    def clean_email(self, email: str) -> str:
        """Return the address as it is stored."""
        return str(super().clean_email(email)).lower()

    def save_user(self, request: Any, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002 - the signature is allauth's
        """Keep the e-mail address; a name is asked for when it is first needed."""
        user.email = form.cleaned_data["email"]
        user.set_password(form.cleaned_data["password1"])
        if commit:
            user.save()
        return user


def address_confirmed(person: Any) -> bool:
    """Say whether the person has followed the link that was mailed to their address on sign-up."""
    return bool(EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True).exists())
