"""The transaction of a query that shows persons, be it by their labels alone: it waits until the vault is open."""

from typing import Annotated

from fastapi import Depends

from chassis.command import ReadTx
from chassis.personal import vault
from chassis.postgres import Tx


async def _of_persons(tx: ReadTx) -> Tx:
    vault.ring(tx)
    return tx


PersonsTx = Annotated[Tx, Depends(_of_persons)]
"""As ReadTx. PersonalDataAway while it is not known who was erased, or the keys are not there."""
