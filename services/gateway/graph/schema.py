"""The schema: built once, printed for the contracts, executed by serving."""

import strawberry
from graphql import GraphQLSchema, print_schema
from strawberry.schema.config import StrawberryConfig

from services.gateway.graph.query import Query
from services.gateway.graph.scalars import SCALARS
from services.gateway.graph.subscription import Subscription

SCHEMA = strawberry.Schema(query=Query, subscription=Subscription, config=StrawberryConfig(scalar_map=SCALARS))

# graphql-core's own schema: documents are parsed, validated and executed without Strawberry's extension machinery.
CORE: GraphQLSchema = SCHEMA._schema  # noqa: SLF001 - Strawberry gives it no public name


def sdl() -> str:
    """The schema in SDL, as committed to contracts/schemas/graphql/schema.graphql."""
    return print_schema(CORE) + "\n"
