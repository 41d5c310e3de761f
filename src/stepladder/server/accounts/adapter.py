"""How allauth's sign-up and mails behave here: the one place that knows allauth."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


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
