"""The CloudEvents 1.0 envelope: structured JSON whose exact text is stored, hashed, sent and served."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.days import Day

TYPE_PREFIX = "cn.gonghui."


class Envelope(BaseModel):
    """One event as it stands in the journal, in Kafka and in the audit trail.

    `time` is the moment the command was recorded (UTC); `occurredon` the business day (Asia/Shanghai). `county` is a
    six-digit area code, `township` nine digits or absent for the county's own. `data` holds no personal data.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str = Field(description="gonghui/<service>")
    type: str
    subject: str = Field(description="id of the aggregate the event is about")
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    county: str = Field(pattern=r"^\d{6}$")
    township: str | None = Field(default=None, pattern=r"^\d{9}$")
    org: UUID | None = None
    actor: str
    onbehalfof: str | None = None
    office: str
    occurredon: Day
    correlationid: UUID
    causationid: UUID | None = None
    data: dict[str, Any]
