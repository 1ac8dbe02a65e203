"""Settings that only the gateway has, from the environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class GatewaySettings(BaseSettings):
    """Where the console lies, which county it opens with, how much is kept and kept open."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    console_dist: Path = Path(__file__).parent / "console" / "dist"
    county: str = Field(default="340828", pattern=r"^\d{6}$")
    cache_bytes: int = 64 * 1024 * 1024
    sockets_most: int = 1_000
    allowed_origins: tuple[str, ...] = ()
    gonghui_areas: Path | None = None
    """Names of further counties and townships: JSON, code → {"zh", "en"}."""
    oidc_resource: str = ""
    oidc_scope: str = ""
