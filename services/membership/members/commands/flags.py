"""Judging a flag: what a person found out about a member nobody has heard of for six months (rule 8)."""

from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.members import MemberFlagJudged, MemberLeft, MemberRetained
from services.membership.members import store
from services.membership.members.commands import CLERK, members
from services.membership.members.commands.life import locked
from services.membership.members.domain import flags
from services.membership.members.fields import FlaggedMember, Found, Verdict


class JudgeFlag(Command):
    """What was found, and what follows."""

    verdict: Verdict
    found: Found
    occurred_on: BusinessDay


@members.command(
    "/{member}/judge-flag",
    words=("核实长期未联系会员", "Judge a flag"),
    offices=CLERK,
    emits=(MemberFlagJudged, MemberLeft, MemberRetained),
)
async def judge_flag(tx: Tx, member: FlaggedMember, command: JudgeFlag) -> Done:
    """Rule 8: who stays is quiet for another six months; who is gone leaves by this person's decision."""
    on = command.occurred_on
    old = await locked(tx, member)
    new, (judged, *further) = flags.judge(old, command.verdict, command.found, on)
    if new.state == "left":
        await store.end(tx, new)
    else:
        await store.save(tx, new)
    await store.in_contact(tx, [member], on, "judged")
    if further:
        tx.also(member, judged, on=on)
    return await tx.record(member, further[0] if further else judged, on=on, revision=new.revision)
