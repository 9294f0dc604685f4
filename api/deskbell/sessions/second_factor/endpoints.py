"""Second factors over the API: the second step of a sign-in, and one's own app, passkeys and codes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.passwords import PasswordQueueFull, PasswordUnfit
from deskbell.core.problems import NotFound, problems, refused
from deskbell.sessions.browser import Browser, browser_of, reach_of, set_cookie
from deskbell.sessions.problems import (
    AddressNotAllowed,
    OriginNotAllowed,
    ScopeNotGranted,
    TooManyAttempts,
    WrongPassword,
)
from deskbell.sessions.schemas import SignedIn
from deskbell.sessions.second_factor import queries
from deskbell.sessions.second_factor.actions.app import offer_app, remove_app, take_up_app
from deskbell.sessions.second_factor.actions.confirm import confirm_session
from deskbell.sessions.second_factor.actions.finish import (
    answer_second,
    answer_set_up,
    ask_for_passkey,
    sign_in_by_passkey,
)
from deskbell.sessions.second_factor.actions.passkeys import add_passkey, offer_passkey, remove_passkey
from deskbell.sessions.second_factor.actions.recovery import renew_codes
from deskbell.sessions.second_factor.actions.reset import reset_second_factor
from deskbell.sessions.second_factor.problems import (
    AppAlreadyAdded,
    ChallengeOver,
    ConfirmationNeeded,
    NoSecondFactor,
    PasskeyRefused,
    SecondFactorRequired,
    TooManyPasskeys,
    WrongCode,
)
from deskbell.sessions.second_factor.schemas import (
    AppCode,
    AppOffer,
    Confirmation,
    FactorAdded,
    PasskeyCreate,
    PasskeyOffer,
    PasskeySignIn,
    RecoveryCodes,
    SecondFactorAnswer,
    SecondFactorRead,
    SecondFactorSetUp,
    SetUpAndSignedIn,
)
from deskbell.sessions.services import Services

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["sessions"])

Anyone = Annotated[Actor, requires(Act.sign_in, scope="guest")]
Own = Annotated[Actor, requires(Act.own_account, scope="user", people_only=True)]
CanReset = Annotated[Actor, requires(Act.rights_change, scope="admin", people_only=True)]
Caller = Annotated[Browser, Depends(browser_of)]

STEP = (OriginNotAllowed, ChallengeOver, WrongCode, TooManyAttempts, PasskeyRefused)


@router.post("/sessions/second-factor", status_code=201, response_model=SignedIn, responses=problems(*STEP))
@keeps_no_answer
async def create_second_factor_session(
    body: SecondFactorAnswer,
    _actor: Anyone,
    browser: Caller,
    services: Services,
    session: Session,
    response: Response,
) -> SignedIn | Response:
    """Finish a sign-in by the second factor. A wrong answer may be followed by another, ten in 15 minutes."""
    reach_of(services.settings, browser, "user")
    started = await answer_second(session, services, browser, body)
    if started is None:
        return refused(WrongCode())
    set_cookie(response, services.settings, started.refresh_token)
    return started.answer


@router.post(
    "/sessions/second-factor-setups",
    status_code=201,
    response_model=SetUpAndSignedIn,
    responses=problems(*STEP),
)
@keeps_no_answer
async def create_second_factor_setup(
    body: SecondFactorSetUp,
    _actor: Anyone,
    browser: Caller,
    services: Services,
    session: Session,
    response: Response,
) -> SetUpAndSignedIn | Response:
    """Finish a sign-in by setting up the authenticator app that was offered. Gives recovery codes, once."""
    reach_of(services.settings, browser, "user")
    done = await answer_set_up(session, services, browser, body)
    if done is None:
        return refused(WrongCode())
    set_cookie(response, services.settings, done[0].refresh_token)
    return done[1]


@router.post(
    "/sessions/passkey-challenges",
    status_code=201,
    responses=problems(OriginNotAllowed, TooManyAttempts),
)
@keeps_no_answer
async def create_passkey_sign_in_challenge(
    _actor: Anyone, browser: Caller, services: Services, session: Session
) -> PasskeyOffer:
    """The question for a sign-in by a passkey alone; any passkey of the asking site may answer it."""
    reach_of(services.settings, browser, "user")
    return await ask_for_passkey(session, services, browser)


@router.post(
    "/sessions/passkeys",
    status_code=201,
    response_model=SignedIn,
    responses=problems(*STEP, ScopeNotGranted, AddressNotAllowed),
)
@keeps_no_answer
async def create_passkey_session(
    body: PasskeySignIn,
    _actor: Anyone,
    browser: Caller,
    services: Services,
    session: Session,
    response: Response,
) -> SignedIn | Response:
    """Sign in by a passkey alone: it counts as both factors, for its device asks for a finger or a PIN."""
    level = reach_of(services.settings, browser, body.scope)
    started = await sign_in_by_passkey(session, services, browser, body, level)
    if started is None:
        return refused(WrongCode())
    set_cookie(response, services.settings, started.refresh_token)
    return started.answer


@router.post(
    "/users/me/confirmations",
    status_code=204,
    responses=problems(WrongPassword, TooManyAttempts, PasswordUnfit, PasswordQueueFull),
)
async def create_confirmation(
    body: Confirmation, actor: Own, browser: Caller, services: Services, session: Session
) -> Response:
    """Give your password once more: for 15 minutes, this session may change how you sign in."""
    right = await confirm_session(session, services, browser, actor, body.current_password)
    return Response(status_code=204) if right else refused(WrongPassword())


@router.get("/users/me/second-factor")
async def get_my_second_factor(actor: Own, reader: Reader) -> SecondFactorRead:
    """What signing in asks you for beside the password."""
    return await queries.state(reader, actor)


@router.post(
    "/users/me/authenticator-app",
    status_code=201,
    responses=problems(ConfirmationNeeded, AppAlreadyAdded),
)
@keeps_no_answer
async def create_authenticator_app(actor: Own, services: Services, session: Session) -> AppOffer:
    """Get a secret for an authenticator app. It counts once `PUT` has brought a code of it."""
    return await offer_app(session, services.sealer, actor)


@router.put(
    "/users/me/authenticator-app",
    response_model=FactorAdded,
    responses=problems(NotFound, WrongCode, AppAlreadyAdded),
)
async def set_authenticator_app(
    body: AppCode, actor: Own, services: Services, session: Session
) -> FactorAdded | Response:
    """Turn the app on by a code that it shows. Gives recovery codes if it is your first second factor."""
    right, codes = await take_up_app(session, services.sealer, actor, body.code)
    return FactorAdded(recovery_codes=codes) if right else refused(WrongCode())


@router.delete(
    "/users/me/authenticator-app",
    status_code=204,
    responses=problems(NotFound, ConfirmationNeeded, SecondFactorRequired),
)
async def remove_authenticator_app(actor: Own, session: Session) -> None:
    """Let the app count no more."""
    await remove_app(session, actor)


@router.post(
    "/users/me/passkey-challenges",
    status_code=201,
    responses=problems(OriginNotAllowed, ConfirmationNeeded, TooManyPasskeys),
)
@keeps_no_answer
async def create_passkey_challenge(
    actor: Own, browser: Caller, services: Services, session: Session
) -> PasskeyOffer:
    """What your browser makes a new passkey of."""
    return await offer_passkey(session, services, browser, actor)


@router.post(
    "/users/me/passkeys",
    status_code=201,
    responses=problems(OriginNotAllowed, ConfirmationNeeded, ChallengeOver, PasskeyRefused),
)
@keeps_no_answer
async def create_passkey(
    body: PasskeyCreate, actor: Own, browser: Caller, services: Services, session: Session
) -> FactorAdded:
    """Keep the passkey that your browser has made. It works as second factor, and instead of the password."""
    codes = await add_passkey(session, services, browser, actor, body)
    return FactorAdded(recovery_codes=codes)


@router.delete(
    "/users/me/passkeys/{passkey_id}",
    status_code=204,
    responses=problems(NotFound, ConfirmationNeeded, SecondFactorRequired),
)
async def delete_passkey(passkey_id: PathId, actor: Own, session: Session) -> None:
    """Let one of your passkeys open nothing."""
    await remove_passkey(session, actor, passkey_id)


@router.post(
    "/users/me/recovery-codes",
    status_code=201,
    responses=problems(ConfirmationNeeded, NoSecondFactor),
)
@keeps_no_answer
async def create_recovery_codes(actor: Own, session: Session) -> RecoveryCodes:
    """Get ten new recovery codes, shown this once; those before open nothing."""
    return RecoveryCodes(codes=await renew_codes(session, actor))


@router.delete(
    "/users/{user_id}/second-factor", status_code=204, responses=problems(NotFound, ConfirmationNeeded)
)
async def remove_user_second_factor(user_id: PathId, actor: CanReset, session: Session) -> None:
    """Take away the second factors of somebody who lost them, and end their sessions; the password stays."""
    await reset_second_factor(session, actor, user_id)
