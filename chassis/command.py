"""Commands and queries declare themselves: route, words, offices, fields, events, all in one place."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, get_type_hints
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import UUID7, BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from chassis.access.authority import AUTHORITY_AGE, SENSITIVE_SECONDS
from chassis.access.reach import Reach
from chassis.postgres import Done, OneStatement, Tx
from chassis.postgres import Request as TxRequest
from chassis.refusal import NotYourOffice, Refusal
from chassis.web.limits import entered
from chassis.web.paging import PageQuery, paging
from contracts.declare import Event
from contracts.offices import Office, Words
from contracts.personal import PersonalDataRevealed

Handler = Callable[..., Awaitable[Done]]
AnyHandler = TypeVar("AnyHandler", bound=Callable[..., Awaitable[Any]])


class Command(BaseModel):
    """What a command asks: the fields of its form. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A field that may be left out has its words beside its alternatives, where forms look for them."""
        schema = handler(core)
        for described in handler.resolve_ref_schema(schema).get("properties", {}).values():
            chosen = described.get("anyOf", [{}])[0]
            for name in [key for key in chosen if key in {"title", "description"} or key.startswith("x-")]:
                described[name] = chosen.pop(name)
        return schema


class Creation(Command):
    """A command that makes a record. The client may bring the id, so that a draft sent twice collides."""

    id: UUID7 | None = Field(
        default=None, title="编号", description="可由客户端生成（UUIDv7）", json_schema_extra={"x-hidden": True}
    )


@dataclass(frozen=True)
class Declared:
    """One command as declared."""

    capability: "Capability"
    path: str
    words: Words
    offices: tuple[Office, ...]
    emits: tuple[type[Event], ...]
    model: type[Command]
    handler: Handler
    parameters: dict[str, type]
    reach: Reach = Reach.OWN
    one_statement: bool = False
    sensitive: bool = False
    answers_anew: bool = False
    body_limit: int | None = None
    picked: dict[str, FieldInfo] = field(default_factory=dict)

    @property
    def creates(self) -> bool:
        """Whether it makes a new record."""
        return issubclass(self.model, Creation)

    @property
    def reveals(self) -> bool:
        """Whether it shows personal data in full."""
        return PersonalDataRevealed in self.emits

    @property
    def route(self) -> str:
        """The whole path under the service."""
        return self.capability.prefix + self.path

    @property
    def name(self) -> str:
        """Unique within the service: the operation id and the action's name in the audit trail."""
        return f"{self.capability.name}.{self.handler.__name__}"

    def admit(self, office: Office) -> None:
        """Refuse an office that does not do this. NotYourOffice."""
        if office not in self.offices:
            raise NotYourOffice(
                offices_zh="、".join(each.words.zh for each in self.offices),
                offices_en=", ".join(each.words.en for each in self.offices),
            )


@dataclass(frozen=True)
class Query:
    """One query as declared: an ordinary FastAPI endpoint with words, offices and how far it reaches for them."""

    path: str
    words: Words
    offices: tuple[Office, ...]
    endpoint: Callable[..., Awaitable[Any]]
    reach: Reach = Reach.OWN
    own_alone: tuple[Office, ...] = ()

    def reach_of(self, office: Office) -> Reach:
        """How far it reaches for one of its offices."""
        return Reach.SELF if office in self.own_alone else self.reach


class Undeclarable(TypeError):
    """A command's function does not have the shape (tx, path parameters…, command). Raised at import."""


@dataclass
class Capability:
    """A capability of a service: a prefix with its commands and queries.

    `constraints` maps names of database constraints to the refusal they mean, so that races end in clear answers.
    """

    name: str
    prefix: str
    words: tuple[str, str]
    constraints: dict[str, type[Refusal]] = field(default_factory=dict)
    commands: list[Declared] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)

    def command(  # noqa: PLR0913 - all that a command declares
        self,
        path: str,
        *,
        words: tuple[str, str],
        offices: tuple[Office, ...],
        emits: type[Event] | tuple[type[Event], ...],
        reach: Reach = Reach.OWN,
        sensitive: bool = False,
        answers_anew: bool = False,
        body_limit: int | None = None,
    ) -> Callable[[AnyHandler], AnyHandler]:
        """Declare a command: POST <prefix><path>. The handler is `async (tx, *path ids, command) -> Done`.

        Its `tx` is a Tx, or a OneStatement when one statement is all it writes. An id annotated with `words(…)` names
        the list of those records that the command can act on. `reach`: whose records it acts on; `tx.allow` and
        row-level security hold it to that. `sensitive`: it cannot be taken back (approve, pay, appoint), so it waits
        when appointments are not known up to the last five seconds.
        `answers_anew`: what it answered is not kept; the same request again runs it, knowing `tx.request.first`.
        `body_limit` in bytes, where the body holds a file: such bodies are read few at a time.
        """

        def declare(handler: AnyHandler) -> AnyHandler:
            hints = get_type_hints(handler)
            names = list(inspect.signature(handler).parameters)
            model = hints.get(names[-1])
            middle = {name: hints[name] for name in names[1:-1]}
            if not (isinstance(model, type) and issubclass(model, Command)):
                message = f"{handler.__name__}: the last parameter must be a Command"
                raise Undeclarable(message)
            if any(f"{{{name}}}" not in self.prefix + path or kind is not UUID for name, kind in middle.items()):
                message = f"{handler.__name__}: path parameters are UUIDs named in the path"
                raise Undeclarable(message)
            events = emits if isinstance(emits, tuple) else (emits,)
            one = hints.get(names[0]) is OneStatement
            picked = _described(handler, list(middle))
            declared = Declared(
                self,
                path,
                Words(*words),
                offices,
                events,
                model,
                handler,
                middle,
                reach,
                one,
                sensitive,
                answers_anew,
                body_limit,
                picked,
            )
            self.commands.append(declared)
            return handler

        return declare

    def query(
        self,
        path: str,
        *,
        words: tuple[str, str],
        offices: tuple[Office, ...],
        reach: Reach = Reach.OWN,
        own_alone: tuple[Office, ...] = (),
    ) -> Callable[[AnyHandler], AnyHandler]:
        """Declare a query: GET <prefix><path>, plain FastAPI, with `tx: ReadTx`.

        `reach`: whose records it shows, by `tx.scope`, `tx.org` and row-level security. To those of its `offices`
        that stand in `own_alone` it shows what belongs to their own account: `tx.request.reach` is Reach.SELF.
        """

        def declare(endpoint: AnyHandler) -> AnyHandler:
            self.queries.append(Query(path, Words(*words), offices, endpoint, reach, own_alone))
            return endpoint

        return declare


def _described(handler: Handler, names: list[str]) -> dict[str, FieldInfo]:
    """The words and pickers of a command's path ids, where they are annotated."""
    hints = get_type_hints(handler, include_extras=True)
    return {
        name: each for name in names for each in getattr(hints[name], "__metadata__", ()) if isinstance(each, FieldInfo)
    }


async def _read_tx(request: Request, response: Response) -> AsyncIterator[Tx]:
    with entered(request.app.state):
        asked = await _asked(request, response)
        async with request.app.state.database.tx(asked, read_only=True) as tx:
            yield tx


async def _asked(request: Request, response: Response) -> TxRequest:
    state = request.app.state
    principal = await state.access.principal(request.headers)
    query: Query | None = state.queries.get(request.scope["route"].endpoint)
    if query and principal.office not in query.offices:
        await state.access.log.refused(principal, f"{request.method} {request.scope['route'].path}", NotYourOffice.code)
        raise NotYourOffice(
            offices_zh="、".join(each.words.zh for each in query.offices),
            offices_en=", ".join(each.words.en for each in query.offices),
        )
    if (age := state.access.authority.age(principal)) > SENSITIVE_SECONDS:
        response.headers[AUTHORITY_AGE] = str(int(age))
    reach = query.reach_of(principal.office) if query else Reach.OWN
    return TxRequest(state.settings.service, principal, state.clock(), reach, keys=state.keyring)


ReadTx = Annotated[Tx, Depends(_read_tx)]
Paging = Annotated[PageQuery, Depends(paging)]

__all__ = [
    "Capability",
    "Command",
    "Creation",
    "Declared",
    "Done",
    "OneStatement",
    "Paging",
    "Query",
    "ReadTx",
    "Undeclarable",
]
