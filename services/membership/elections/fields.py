"""Fields of the elections' forms."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from chassis.fields import words
from contracts.membership.elections import BALLOT_WORDS, ELECTION_REFUSAL_WORDS, MEETING_WORDS
from contracts.membership.elections import Ballot as BallotCode
from contracts.membership.elections import ElectionRefusal as RefusalCode
from contracts.membership.elections import Meeting as MeetingCode
from contracts.membership.terms import POST_WORDS
from contracts.membership.terms import Post as PostCode

Ballot = Annotated[BallotCode, words("选举类型", "Kind of election", options={**BALLOT_WORDS})]
Meeting = Annotated[MeetingCode, words("会议形式", "Kind of meeting", options={**MEETING_WORDS})]
Entitled = Annotated[
    int,
    words(
        "应到会人数", "Entitled to vote", hint=("会员或代表总数", "All members, or all delegates"), ge=1, le=1_000_000
    ),
]
Present = Annotated[
    int,
    words(
        "到会人数", "Present", hint=("须达到应到会人数的三分之二", "Two thirds of those entitled"), ge=0, le=1_000_000
    ),
]
Seats = Annotated[
    int,
    words(
        "应选名额",
        "Seats",
        hint=(
            "委员会总人数，含主席、副主席；补选填补选人数",
            "The whole committee, chair included; of a by-election, what it fills",
        ),
        ge=1,
        le=100,
    ),
]
Post = Annotated[PostCode, words("所竞选职务", "Post", options={**POST_WORDS})]
Votes = Annotated[int, words("得票数", "Votes", ge=0, le=1_000_000)]
CandidateId = Annotated[UUID, words("候选人", "Candidate", picker="member", source="/members?state=active")]
IsRelative = Annotated[
    bool,
    words(
        "是否企业主要负责人近亲属",
        "Close relative of the employer's principal",
        hint=("申报项，是则不能作为人选（工会法第十条）", "Declared; whoever is one cannot stand (Trade Union Law 10)"),
    ),
]


class Candidate(BaseModel):
    """Somebody who stood, once, for the highest post."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    member: CandidateId
    post: Post
    votes: Votes
    relative: IsRelative


Candidates = Annotated[
    list[Candidate],
    words(
        "候选人及得票",
        "Candidates and votes",
        hint=("每人一行，委员应差额选举", "One row each; more candidates than seats"),
        min_length=1,
        max_length=200,
    ),
]
Refusal = Annotated[RefusalCode, words("不批准原因", "Reason", options={**ELECTION_REFUSAL_WORDS})]
WaitingElection = Annotated[
    UUID, words("待批准的选举", "Results to approve", picker="election", source="/elections?state=entered")
]
ApprovedElection = Annotated[
    UUID, words("已批准的选举", "Elections approved", picker="election", source="/elections?state=approved")
]
