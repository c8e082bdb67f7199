"""Every read of the register, scoped to the reader."""

from .act_papers import CannotOpen, find_act_paper, papers_of_acts, read_act_paper
from .acts import find_act, list_acts, list_acts_of, list_acts_since
from .circumstances import has_number, is_number_of, list_illness, list_schooling, traits_now
from .differ import Disagreement, Said, list_differences
from .difference import Difference, difference_of
from .figures import figures_led, village_figures
from .files import (
    HouseholdFile,
    PersonFile,
    get_household_file,
    get_person_file,
    list_causes,
    list_members,
    sees_means,
)
from .handed import HandedRow, households_handed, people_handed
from .known import (
    KnownHousehold,
    KnownPerson,
    households_by_address_tokens,
    households_by_heads,
    households_by_uuid,
    numbers_held_elsewhere,
    people_by_number_tokens,
    people_by_uuid,
)
from .lines import household_lines, person_lines, sources_of
from .lists import (
    HouseholdFilter,
    Page,
    Total,
    count_households,
    groups_of,
    list_chosen,
    list_households,
    total_of,
    totals_of,
)
from .living import Living, NeedLine, list_needs, living_of
from .pairs import (
    Progress,
    find_pair,
    last_decided,
    list_decided,
    next_pair,
    progress_of,
    waiting_pairs,
)
from .people_list import PeoplePage, PersonFilter, count_people, list_people
from .retention import Due, list_due
from .scoped import find_erased, find_household, find_person, within
from .search import find_people

__all__ = [
    "CannotOpen",
    "Difference",
    "Disagreement",
    "Due",
    "HandedRow",
    "HouseholdFile",
    "HouseholdFilter",
    "KnownHousehold",
    "KnownPerson",
    "Living",
    "NeedLine",
    "Page",
    "PeoplePage",
    "PersonFile",
    "PersonFilter",
    "Progress",
    "Said",
    "Total",
    "count_households",
    "count_people",
    "difference_of",
    "figures_led",
    "find_act",
    "find_act_paper",
    "find_erased",
    "find_household",
    "find_pair",
    "find_people",
    "find_person",
    "get_household_file",
    "get_person_file",
    "groups_of",
    "has_number",
    "household_lines",
    "households_by_address_tokens",
    "households_by_heads",
    "households_by_uuid",
    "households_handed",
    "is_number_of",
    "last_decided",
    "list_acts",
    "list_acts_of",
    "list_acts_since",
    "list_causes",
    "list_chosen",
    "list_decided",
    "list_differences",
    "list_due",
    "list_households",
    "list_illness",
    "list_members",
    "list_needs",
    "list_people",
    "list_schooling",
    "living_of",
    "next_pair",
    "numbers_held_elsewhere",
    "papers_of_acts",
    "people_by_number_tokens",
    "people_by_uuid",
    "people_handed",
    "person_lines",
    "progress_of",
    "read_act_paper",
    "sees_means",
    "sources_of",
    "total_of",
    "totals_of",
    "traits_now",
    "village_figures",
    "waiting_pairs",
    "within",
]
