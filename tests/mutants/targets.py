"""Which functions decide about sight and rights, and which tests have to find a fault in them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """Functions of a module, and the tests that watch them, as `module:function`; they take a session alone.

    `reloaded`: some of the functions made statements when the module was loaded, so it is loaded again.
    """

    functions: tuple[str, ...]
    tests: tuple[str, ...]
    reloaded: bool = False


_MATRIX = "tests.permissions.test_ticket_matrix:test_t04_sql_and_python_are_the_reference"
_ACTS = (
    "tests.tickets.test_acts_of_agents:test_t04_what_was_put_away_is_there_for_restoring_alone",
    "tests.tickets.test_acts_of_agents:test_t01_t11_a_change_is_let_through_refused_or_not_known",
)
_STREAM = (
    "tests.live.test_audience:test_index_is_visible_to",
    "tests.live.test_audience:test_no_internal_event_reaches_a_customer",
    "tests.live.test_audience:test_who_lost_a_ticket_hears_of_it_once",
    "tests.live.test_audience:test_a_department_is_no_team_of_the_same_number",
    "tests.live.test_audience:test_what_is_not_about_a_ticket",
    "tests.live.test_audience:test_public_facts_about_nobody_are_everyones",
)
_COMPANIES = "tests.organizations.test_sight_of_organizations:test_t04_sql_and_live_index_are_the_reference"
_SEEN_COMPANIES = "tests.users.test_people_in_sight:test_t03_who_sees_which_companies"
_PEOPLE = "tests.users.test_people_in_sight:test_t03_t07_who_sees_which_people"
_NO_DEPARTMENT = "tests.permissions.test_rights_of_agents:test_a_department_has_a_number_above_zero"
_HELD = "tests.permissions.test_rights_of_agents:test_t04_rights_add_up_over_groups_and_departments_below"

TARGETS = {
    "deskbell.tickets.queries": Target(
        (
            "may",
            "in_state",
            "in_reach",
            "_agents_reach",
            "inside_departments",
            "beside_departments",
            "in_departments",
            "get_allowed",
            "system_may_work_on",
            "system_audience",
            "open_counts",
            "_counted",
        ),
        (
            *_ACTS,
            "tests.tickets.test_acts_of_agents:test_who_may_be_made_responsible",
            "tests.tickets.test_acts_of_agents:test_a_whole_department_is_one_condition",
            "tests.tickets.test_acts_of_agents:test_open_tickets_are_counted_where_they_are_seen",
            _MATRIX,
            _STREAM[0],
            _COMPANIES,
        ),
    ),
    "deskbell.tickets.customers": Target(
        ("customer_reach", "shared", "_followed", "system_customers"), (_COMPANIES, _STREAM[0], *_ACTS)
    ),
    "deskbell.tickets.standing": Target(
        ("scopes_in", "agent_may", "acts_on", "audience_includes"),
        (_ACTS[0], _STREAM[0], _MATRIX, _COMPANIES),
    ),
    "deskbell.permissions.matrix": Target(
        ("scopes_of", "part_of"),
        (
            "tests.permissions.test_ticket_matrix:test_agents_who_differ_in_nothing_of_an_act_share_its_statements",
            _MATRIX,
        ),
    ),
    "deskbell.permissions.checking": Target(
        ("holds", "require"),
        (
            "tests.permissions.test_rights_of_agents:test_permissions_are_held_by_those_who_have_what_they_need",
            _PEOPLE,
        ),
    ),
    "deskbell.permissions.rights": Target(("rights_in",), (_HELD, _NO_DEPARTMENT)),
    "deskbell.permissions.queries": Target(
        (
            "_own",
            "_by_group",
            "_through",
            "system_departments_of",
            "_signed",
            "_if_agent",
            "system_actor_of",
            "system_comes_from_inside",
            "system_second_factor_required",
        ),
        (_HELD,),
        reloaded=True,
    ),
    "deskbell.user_groups.queries": Target(
        (
            "groups_of",
            "_groups_of_account",
            "granted_to",
            "_granted",
            "in_audience",
            "_is_no_customer",
            "holds",
            "system_account_holds",
            "groups_of_reader",
            "require_customer",
        ),
        (
            "tests.user_groups.test_sight_of_groups:test_t04_t12_groups_open_what_the_rules_say_however_it_is_asked",
        ),
    ),
    "deskbell.organizations.sight": Target(
        (
            "manages",
            "organizations_seen",
            "_reaches",
            "viewers_of",
            "presumed_organizations",
            "at_domain",
            "_removed",
        ),
        (_COMPANIES, _SEEN_COMPANIES),
    ),
    "deskbell.organizations.queries": Target(("seen_by", "own"), (_SEEN_COMPANIES,)),
    "deskbell.users.queries": Target(
        ("seen_by",),
        (_PEOPLE,),
    ),
    "deskbell.content.knowledge.queries": Target(
        ("may", "seen_categories", "_is_for", "categories", "one_category"),
        ("tests.content.test_knowledge_sight:test_t03_t06_every_list_holds_what_its_pages_answer",),
    ),
    "deskbell.live.audience": Target(
        ("keys_of", "viewers", "places_of", "_audience", "_of_ticket", "_staff_of", "_who_lost"),
        (*_STREAM, _COMPANIES),
    ),
}
