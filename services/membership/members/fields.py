"""Kinds of fields that only the forms about members have."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words

EmployerId = Annotated[
    UUID,
    words(
        "工作单位",
        "Employer",
        hint=("可不填；只列出已登记的单位", "Optional; registered units only"),
        picker="employer",
        source="/employers",
    ),
]
