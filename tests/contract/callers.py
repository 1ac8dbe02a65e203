"""Hooks of Schemathesis (SCHEMATHESIS_HOOKS): each operation is called by somebody who may, on records that exist.

Without them nearly every generated command would end at 403 or 404 and never reach a handler. The variable CALLERS
holds JSON: `tokens` by office; `records` there to be acted on, by collection (first part of the path), id → revision;
`values` that fit, by name of the field; `paths` with several ids, and which of them belong together.
"""

import atexit
import json
import os
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.generation import GenerationMode

ASKED = json.loads(os.environ["CALLERS"])
made: dict[str, dict[str, int]] = defaultdict(dict, ASKED["records"])
answers: dict[str, Counter[str]] = defaultdict(Counter)
"""Operation → status, or the problem's code → how often; written to answers.json at the end."""
chance = random.Random(27)


@schemathesis.auth(refresh_interval=None)
class Caller:
    """Signs in as an office that the operation names, the first one."""

    def get(self, case: Any, context: Any) -> str:
        """The token."""
        del case
        offices = context.operation.definition.raw.get("x-offices") or list(ASKED["tokens"])
        token: str = ASKED["tokens"][offices[0]]
        return token

    def set(self, case: Any, data: str, context: Any) -> None:
        """Send it."""
        del context
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Three of four valid calls aim at a record that is there, in its revision, with values that fit."""
    del context, kwargs
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE or chance.random() < 1 / 4:
        return
    if case.method == "POST":
        case.headers["Idempotency-Key"] = f"{chance.getrandbits(64):x}"
    known = made[_collection(case.path)]
    for name in case.path_parameters or {}:
        if known:
            chosen = chance.choice(list(known))
            case.path_parameters[name] = chosen
            if case.method == "POST":
                case.headers["If-Match"] = f'"{known[chosen]}"'
    if together := ASKED["paths"].get(case.path):
        case.path_parameters.update(chance.choice(together))
    if isinstance(case.body, dict):
        for field in ASKED["values"].keys() & case.body.keys():
            case.body[field] = chance.choice(ASKED["values"][field])


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Remember what was made, and what was answered."""
    del context
    problem = response.headers.get("content-type", [""])[0] == "application/problem+json"
    what = response.json()["code"] if problem else str(response.status_code)
    answers[f"{case.method} {case.path}"][what] += 1
    if response.status_code in (200, 201) and case.method == "POST":
        answer = response.json()
        if "revision" in answer:
            made[_collection(case.path)][answer["id"]] = answer["revision"]


def _collection(path: str) -> str:
    return path.strip("/").split("/")[0]


@atexit.register
def _write() -> None:
    Path("answers.json").write_text(json.dumps(answers), encoding="utf-8")
