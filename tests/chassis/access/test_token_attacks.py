"""Every attack on a token is refused by a running service over HTTP, and a good token beside it is let in."""

import json
import time
from collections.abc import Callable

import httpx
import pytest

from chassis.access.tokens import LEEWAY, LONGEST, MAX_LIFETIME
from contracts.offices import Office
from tests.chassis.access.forging import Forger, b64
from tests.support.running import Running

Attack = Callable[[Forger], str]
FAR = LEEWAY + 5


def _now(seconds: float) -> int:
    return int(time.time() + seconds)


ATTACKS: dict[str, Attack] = {
    # what the signature is made with
    "alg-none": lambda f: f.unsigned("none"),
    "alg-none-in-other-letters": lambda f: f.unsigned("nOnE"),
    "alg-none-with-a-signature": lambda f: f.unsigned("none", b"x" * 64),
    "alg-empty": lambda f: f.unsigned(""),
    "alg-missing": lambda f: f.token(f.header(alg=None)),
    "alg-a-list": lambda f: f.token(f.header(alg=["ES256"])),
    "hs256-with-the-public-key-as-pem": lambda f: f.by_mac(f.public_pem()),
    "hs256-with-the-public-key-as-jwk": lambda f: f.by_mac(f.public_jwk()),
    "hs256-with-an-empty-secret": lambda f: f.by_mac(b""),
    "rs256-with-an-elliptic-key": lambda f: f.token(f.header(alg="RS256")),
    "es384-with-a-p256-key": lambda f: f.token(f.header(alg="ES384")),
    # where the key is said to be
    "foreign-key-with-the-known-kid": lambda f: f.by_own_key(),
    "jwk-in-the-header": lambda f: f.by_own_key(jwk=f.own_jwk()),
    "jwk-beside-a-good-signature": lambda f: f.token(f.header(jwk=f.own_jwk())),
    "jku": lambda f: f.by_own_key(jku="http://127.0.0.1:9/jwks"),
    "jku-beside-a-good-signature": lambda f: f.token(f.header(jku=f.issuer.url + "/jwks")),
    "x5u": lambda f: f.by_own_key(x5u="http://127.0.0.1:9/chain.pem"),
    "x5c": lambda f: f.by_own_key(x5c=[b64(b"certificate")]),
    "kid-unknown": lambda f: f.token(f.header(kid="other")),
    "kid-missing": lambda f: f.token(f.header(kid=None)),
    "kid-a-path": lambda f: f.token(f.header(kid="../../../dev/null")),
    "kid-sql": lambda f: f.token(f.header(kid="x' UNION SELECT 'key' --")),
    "kid-a-list": lambda f: f.token(f.header(kid=[f.issuer.kid])),
    # what the reader is told to understand
    "crit": lambda f: f.token(f.header(crit=["exp"])),
    "b64-false": lambda f: f.token(f.header(b64=False, crit=["b64"])),
    "b64-false-without-crit": lambda f: f.token(f.header(b64=False)),
    "zip": lambda f: f.token(f.header(zip="DEF")),
    "nested-by-cty": lambda f: f.raw(json.dumps(f.header(cty="JWT")).encode(), f.token().encode()),
    "encrypted": lambda _: ".".join([b64(b'{"alg":"dir","enc":"A256GCM"}'), "", b64(b"iv"), b64(b"text"), b64(b"tag")]),
    # which kind of token it is
    "typ-of-an-id-token": lambda f: f.token(f.header(typ="JWT")),
    "typ-missing": lambda f: f.token(f.header(typ=None)),
    "typ-of-a-logout-token": lambda f: f.token(f.header(typ="logout+jwt")),
    "nonce-of-an-id-token": lambda f: f.token(claims=f.claims(nonce="n")),
    "at-hash-of-an-id-token": lambda f: f.token(claims=f.claims(at_hash="h")),
    "keycloaks-word-for-a-refresh-token": lambda f: f.token(claims=f.claims(typ="Refresh")),
    # whom it is for and who made it
    "aud-of-another": lambda f: f.token(claims=f.claims(aud="account")),
    "aud-list-of-others": lambda f: f.token(claims=f.claims(aud=["account", "gonghui-console"])),
    "aud-ours-and-more-in-one-word": lambda f: f.token(claims=f.claims(aud="gonghui account")),
    "aud-in-other-letters": lambda f: f.token(claims=f.claims(aud="GONGHUI")),
    "aud-an-empty-list": lambda f: f.token(claims=f.claims(aud=[])),
    "aud-a-list-with-a-list": lambda f: f.token(claims=f.claims(aud=["gonghui", ["gonghui"]])),
    "iss-of-another": lambda f: f.token(claims=f.claims(iss="http://127.0.0.1:9")),
    "iss-with-a-slash": lambda f: f.token(claims=f.claims(iss=f.issuer.url + "/")),
    "iss-a-list": lambda f: f.token(claims=f.claims(iss=[f.issuer.url])),
    "iss-a-list-with-another": lambda f: f.token(claims=f.claims(iss=["http://127.0.0.1:9", f.issuer.url])),
    "sub-empty": lambda f: f.token(claims=f.claims(sub="")),
    "sub-a-number": lambda f: f.token(claims=f.claims(sub=7)),
    "sub-with-a-line-break": lambda f: f.token(claims=f.claims(sub=f.subject + "\n")),
    # when
    "expired": lambda f: f.token(claims=f.claims(iat=_now(-60), exp=_now(-FAR))),
    "not-yet-valid": lambda f: f.token(claims=f.claims(nbf=_now(FAR))),
    "issued-in-the-future": lambda f: f.token(claims=f.claims(iat=_now(FAR), exp=_now(FAR + 60))),
    "lives-too-long": lambda f: f.token(claims=f.claims(iat=_now(0), exp=_now(MAX_LIFETIME + 1))),
    "ends-before-it-begins": lambda f: f.token(claims=f.claims(iat=_now(3), exp=_now(2))),
    "exp-a-word": lambda f: f.token(claims=f.claims(exp="never")),
    "exp-a-number-in-quotes": lambda f: f.token(claims=f.claims(exp=str(_now(200)))),
    "exp-without-end": lambda f: f.token(claims=f.claims(exp=float("inf"))),
    "exp-no-number": lambda f: f.token(claims=f.claims(exp=float("nan"))),
    "nbf-a-truth": lambda f: f.token(claims=f.claims(nbf=True)),
    "exp-missing": lambda f: f.token(claims=f.claims(exp=None)),
    "iat-missing": lambda f: f.token(claims=f.claims(iat=None)),
    "iss-missing": lambda f: f.token(claims=f.claims(iss=None)),
    "aud-missing": lambda f: f.token(claims=f.claims(aud=None)),
    "sub-missing": lambda f: f.token(claims=f.claims(sub=None)),
    # how it is written
    "claims-changed-after-signing": lambda f: f.swapped("organiser-340828"),
    "signature-cut-off": lambda f: f.token()[:-4],
    "signature-changed": lambda f: f.signature_as(b"\x01" * 64),
    "signature-of-zeros": lambda f: f.signature_as(bytes(64)),
    "signature-empty": lambda f: f.signature_as(b""),
    "signature-as-der": lambda f: f.der_signature(),
    "signature-spelled-otherwise": lambda f: f.respelled(),
    "claim-twice": lambda f: f.twice("sub", "organiser-340828"),
    "claim-twice-and-equal": lambda f: f.twice("aud", "gonghui"),
    "claims-a-list": lambda f: f.raw(json.dumps(f.header()).encode(), b"[]"),
    "claims-no-json": lambda f: f.raw(json.dumps(f.header()).encode(), b"{"),
    "claims-too-deep": lambda f: f.raw(json.dumps(f.header()).encode(), b"[" * 5_000),
    "padded": lambda f: f.token() + "=",
    "with-a-space": lambda f: f.token().replace(".", ". ", 1),
    "two-parts": lambda f: f.token().rpartition(".")[0],
    "four-parts": lambda f: f.token() + ".AA",
    "garbage": lambda _: "garbage",
    "dots": lambda _: "..",
    "too-long": lambda f: f.token(claims=f.claims(name="名" * LONGEST)),
}


@pytest.fixture
def forger(notes_service: Running, township: str) -> Forger:
    """Somebody with an appointment, whose good tokens are let in."""
    notes_service.appointed(Office.TOWNSHIP_CLERK, township)
    return Forger(notes_service.issuer, f"township-clerk-{township}")


async def ask(service: Running, token: str, scheme: str = "Bearer") -> httpx.Response:
    """A query that anybody in office may ask."""
    return await service.http.get("/notes", headers={"Authorization": f"{scheme} {token}"})


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
async def test_attack_is_refused_and_a_good_token_beside_it_is_let_in(
    notes_service: Running, forger: Forger, attack: Attack
) -> None:
    answer = await ask(notes_service, attack(forger))
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert (await ask(notes_service, forger.token())).status_code == 200


@pytest.mark.parametrize("scheme", ["Basic", "DPoP", "Bearer Bearer"])
async def test_only_a_bearer_token_is_read(notes_service: Running, forger: Forger, scheme: str) -> None:
    assert (await ask(notes_service, forger.token(), scheme)).status_code == 401
    assert (await ask(notes_service, forger.token(), "bearer")).status_code == 200


@pytest.mark.parametrize("audience", ["gonghui", ["gonghui"], ["account", "gonghui"]])
async def test_audience_may_be_one_word_or_a_list(notes_service: Running, forger: Forger, audience: object) -> None:
    assert (await ask(notes_service, forger.token(claims=forger.claims(aud=audience)))).status_code == 200


async def test_a_good_token_is_refused_the_moment_it_has_expired(notes_service: Running, forger: Forger) -> None:
    """Remembered or not."""
    token = forger.token(claims=forger.claims(iat=_now(-100), exp=_now(1.5 - LEEWAY)))
    assert (await ask(notes_service, token)).status_code == 200
    until = time.monotonic() + 5
    while (answer := await ask(notes_service, token)).status_code == 200 and time.monotonic() < until:
        pass
    assert answer.status_code == 401
