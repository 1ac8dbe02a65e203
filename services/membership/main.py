"""The membership service, wired: its capabilities in the order of its documents."""

from chassis.app import Service
from chassis.daily import working
from chassis.imports.work import importing
from chassis.log.vouching import following, vouching_for
from services.membership.applications import corrections as _applications_corrections
from services.membership.applications import privacy as _applications_privacy
from services.membership.applications import queries as _applications
from services.membership.applications.commands import applications
from services.membership.cadres import queries as _cadres
from services.membership.cadres.commands import cadres
from services.membership.committees import corrections as _committees_corrections
from services.membership.committees import queries as _committees
from services.membership.committees.commands import committees
from services.membership.congress import corrections as _congress_corrections
from services.membership.congress import queries as _congress
from services.membership.congress.commands.ballots import ballots
from services.membership.congress.commands.congresses import congresses
from services.membership.congress.commands.sessions import sessions
from services.membership.congress.queries.congresses import delegates
from services.membership.congress.queries.sessions import agenda
from services.membership.consultation import corrections as _consultation_corrections
from services.membership.consultation import queries as _consultation
from services.membership.consultation.commands import agreeing as _agreeing
from services.membership.consultation.commands import consultation
from services.membership.consultation.commands import negotiating as _negotiating
from services.membership.consultation.commands import offering as _offering
from services.membership.consultation.work import DAY as CONSULTATION
from services.membership.dues import corrections as _dues_corrections
from services.membership.dues import privacy as _dues_privacy
from services.membership.dues import queries as _dues
from services.membership.dues.commands import dues
from services.membership.elections import corrections as _elections_corrections
from services.membership.elections import queries as _elections
from services.membership.elections.commands import elections
from services.membership.employers import queries as _employers
from services.membership.employers.commands import employers
from services.membership.funds import queries as _funds
from services.membership.funds.commands import funds
from services.membership.headcounts import queries as _headcounts
from services.membership.headcounts.commands import headcounts
from services.membership.headcounts.running import HEADCOUNTS
from services.membership.hires import corrections as _hires_corrections
from services.membership.hires import privacy as _hires_privacy
from services.membership.hires import queries as _hires
from services.membership.hires.commands import hires
from services.membership.labels.queries import labels
from services.membership.members import corrections as _corrections
from services.membership.members import privacy as _privacy
from services.membership.members import queries as _members
from services.membership.members.commands import expulsion as _expulsion
from services.membership.members.commands import flags as _flags
from services.membership.members.commands import life as _life
from services.membership.members.commands import members
from services.membership.members.commands import transfers as _transfers
from services.membership.members.corrections import changes as _changes
from services.membership.members.queries import sheets as _sheets
from services.membership.members.work import FLAGS
from services.membership.motions import corrections as _motions_corrections
from services.membership.motions import queries as _motions
from services.membership.motions.commands import motions
from services.membership.openness import corrections as _openness_corrections
from services.membership.openness import queries as _openness
from services.membership.openness.commands import openness, suggestions
from services.membership.organisations import corrections as _union_corrections
from services.membership.organisations import queries as _organisations
from services.membership.organisations.commands import changes as _union_changes
from services.membership.organisations.commands import organisations
from services.membership.organisations.queries import tree as _tree
from services.membership.parameters.commands import parameters
from services.membership.restructuring import corrections as _restructuring_corrections
from services.membership.restructuring import queries as _restructurings
from services.membership.restructuring.commands import deciding as _deciding
from services.membership.restructuring.commands import restructurings
from services.membership.reviews import queries as _reviews
from services.membership.reviews.commands import reviews
from services.membership.roster import queries as _roster
from services.membership.roster.commands import roster
from services.membership.roster.running import ROSTER
from services.membership.standardisation import corrections as _standardisation_corrections
from services.membership.standardisation import queries as _standardisation
from services.membership.standardisation.commands import assessments, checklists
from services.membership.terms import corrections as _terms_corrections
from services.membership.terms import queries as _terms
from services.membership.terms.commands import terms
from services.membership.training.queries import training
from services.membership.training.work import follow_training

DECLARED_BESIDE = (
    _applications_corrections,
    _applications_privacy,
    _applications,
    _hires_corrections,
    _hires_privacy,
    _hires,
    _cadres,
    _agreeing,
    _consultation,
    _consultation_corrections,
    _negotiating,
    _offering,
    _dues_corrections,
    _dues_privacy,
    _dues,
    _employers,
    _funds,
    _corrections,
    _changes,
    _expulsion,
    _flags,
    _life,
    _transfers,
    _privacy,
    _members,
    _sheets,
    _tree,
    _organisations,
    _union_changes,
    _union_corrections,
    _deciding,
    _restructuring_corrections,
    _restructurings,
    _committees_corrections,
    _committees,
    _elections_corrections,
    _elections,
    _terms_corrections,
    _terms,
    _congress,
    _congress_corrections,
    _motions,
    _motions_corrections,
    _openness,
    _openness_corrections,
    _headcounts,
    _roster,
    _reviews,
    _standardisation_corrections,
    _standardisation,
)  # importing them declares them

DEMOCRACY = (congresses, delegates, sessions, agenda, ballots, motions, openness, suggestions)

service = Service(
    "membership",
    ("会员服务", "Membership"),
    "services.membership",
    [
        organisations,
        restructurings,
        employers,
        members,
        hires,
        applications,
        cadres,
        dues,
        funds,
        reviews,
        training,
        parameters,
        committees,
        elections,
        terms,
        *DEMOCRACY,
        consultation,
        headcounts,
        roster,
        assessments,
        checklists,
        labels,
    ],
    work=[
        following("gateway"),
        follow_training,
        importing(ROSTER, HEADCOUNTS, owns_appointments=True),
        working(FLAGS, CONSULTATION),
    ],  # the gateway watches the services' logs, membership the gateway's
    prepare=vouching_for("gateway"),
    owns_appointments=True,
    holds_persons=True,
)
