"""Local values that rules are calculated with: a default beside the rule, counties' own values in a table."""

import sys
from dataclasses import dataclass
from datetime import date

from chassis.postgres import Tx

PARAMETERS: dict[str, "Parameter"] = {}


@dataclass(frozen=True)
class Parameter:
    """A value that differs by place and time. `default` holds where no county set its own; `source` says why.

    `least` and `most` bound what a county may set.
    """

    name: str
    default: int
    zh: str
    en: str
    source: str
    unit: str = "count"
    least: int = 1
    most: int = 10**12

    def __post_init__(self) -> None:
        if PARAMETERS.setdefault(self.name, self) is not self:
            raise ValueError(self.name)


def declared_in(package: str) -> dict[str, Parameter]:
    """The parameters that a service's modules declare, by name: all that are imported by now."""
    return {
        each.name: each
        for name, module in sorted(sys.modules.items())
        if name.startswith(f"{package}.")
        for each in vars(module).values()
        if isinstance(each, Parameter)
    }


@dataclass(frozen=True)
class _Set:
    name: str
    value: int


async def values(tx: Tx, county: str, on: date, *wanted: Parameter) -> list[int]:
    """The values in force in a county on a day, in the order asked: the narrowest region's latest, else the default.

    A service that reads parameters has the table `parameters (name, region, valid_from, value, document)`; `region`
    is the beginning of a county code: '' for the nation, two digits for a province.
    """
    found = await tx.many(
        _Set,
        """SELECT DISTINCT ON (name) name, value FROM parameters
        WHERE name = ANY($1::text[]) AND starts_with($2, region) AND valid_from <= $3 AND state <> 'void'
        ORDER BY name, length(region) DESC, valid_from DESC""",
        [parameter.name for parameter in wanted],
        county,
        on,
    )
    own = {each.name: each.value for each in found}
    return [own.get(parameter.name, parameter.default) for parameter in wanted]
