"""Executing an operation: one asking, a deadline, an answer as bytes."""

import asyncio
import inspect
from collections.abc import Mapping
from typing import Any

import orjson
from graphql import ExecutionResult, execute

from chassis.refusal import Unavailable
from services.gateway.graph.asking import Asking
from services.gateway.graph.schema import CORE
from services.gateway.serving import errors
from services.gateway.serving.cache import Answer
from services.gateway.serving.documents import Operation

DEADLINE = 10.0


async def executed(
    operation: Operation, variables: Mapping[str, Any], asking: Asking, language: str, *, suggest: bool
) -> Answer:
    """Execute a query. TooComplex before it starts; Unavailable when the read model is away or too slow."""
    operation.check_cost(operation.variables(variables))
    try:
        async with asyncio.timeout(DEADLINE), asking:
            result = execute(
                CORE,
                operation.document.node,
                context_value=asking,
                variable_values=dict(variables),
                operation_name=operation.name,
                hide_suggestions=not suggest,
            )
            if inspect.isawaitable(result):
                result = await result
    except TimeoutError as error:
        raise Unavailable(what="database") from error
    return answer_of(result, language, lasting=asking.lasting)


def answer_of(result: ExecutionResult, language: str, *, lasting: bool = True) -> Answer:
    """The result as bytes. Unavailable when that is what went wrong."""
    if not result.errors:
        return Answer(orjson.dumps({"data": result.data}), whole=lasting)
    gone = errors.away(result.errors)
    if gone:
        raise gone
    shown = [errors.formatted(error, language) for error in result.errors]
    if result.data is None and all(error.path is None for error in result.errors):
        return Answer(errors.body_of(shown), whole=False, status=400)  # never executed: variables that do not fit
    return Answer(orjson.dumps({"errors": shown, "data": result.data}), whole=False)
