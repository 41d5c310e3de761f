"""What an operator can set: environment variables that begin with STEPLADDER_, and HOST and PORT."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Config(BaseSettings):
    """Every setting of the server; ``docs/reference/settings.md`` says each in words."""

    model_config = SettingsConfigDict(env_prefix="STEPLADDER_", extra="ignore", populate_by_name=True)

    data: Path = Field(default_factory=lambda: user_data_path("stepladder"))
    database_url: str = ""
    public_url: str = ""
    demo: bool = False
    debug: bool = False
    allowed_hosts: str = ""
    mail_url: str = ""
    mail_from: str = "Stepladder <no-reply@localhost>"
    recall_minutes: int = 10
    eu_extension: bool = True
    fetch_allow: str = ""
    https_self_signed: bool = False
    vc_api: bool = False
    vc_api_contexts: str = ""
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    port: int = Field(default=8000, validation_alias="PORT")

    @cached_property
    def plain_http(self) -> bool:
        """Whether pages may travel without TLS: only in the demo and in development."""
        return self.demo or self.debug

    @cached_property
    def site_url(self) -> str:
        """The address of this server as others see it, without a slash at its end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return f"{'https' if self.https_self_signed else 'http'}://{host}:{self.port}"

    @cached_property
    def hosts(self) -> list[str]:
        """The host names that Django answers to."""
        if self.allowed_hosts:
            return [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        if self.demo and self.host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
            return ["*"]
        own = urlsplit(self.site_url).hostname or "127.0.0.1"
        return sorted({own, "127.0.0.1", "localhost", "[::1]"})


config = Config()
