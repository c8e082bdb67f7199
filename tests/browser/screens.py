"""Which screens each role has, and what is asked of every one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HOUSEHOLD = "/households/b0f00000-0000-4000-8000-00000000000a/"
PERSON = "/people/b0f10000-0000-4000-8000-000000000050/"
CHANGES = HOUSEHOLD + "changes/"
ACTS = ("join", "birth", "death", "move-out", "move", "split", "head", "leave", "enter", "category",
        "phone", "address", "causes", "relocate", "need", "need-done", "housing", "income",
        "assets")  # fmt: skip
FACTS = ("work", "school", "disability", "illness", "about")
LISTS = [f"/lists/{name}/{page}" for name in ("households", "people")
         for page in ("views", "columns", "export", "layouts", "layouts/new")]  # fmt: skip
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PLACES: dict[str, tuple[str, ...]] = {
    "": ("/account/login/", "/nowhere/"),
    "clerk": ("/", "/households/", "/households/?category=dibao", "/households/?standing=left",
              "/people/", *LISTS, HOUSEHOLD, PERSON, "/households/new/", CHANGES,
              f"{PERSON}corrections/", f"{PERSON}corrections/identity/",
              f"{PERSON}corrections/account/", f"{PERSON}compare/", "/pairs/", "/pairs/asked/",
              *(f"{CHANGES}{act}/" for act in ACTS),
              f"{PERSON}facts/", *(f"{PERSON}facts/{group}/" for group in FACTS),
              f"{HOUSEHOLD}looks/", f"{HOUSEHOLD}ask/", f"{HOUSEHOLD}entitled/",
              "/standards/", "/standards/education/", "/standards/goods/change/",
              "/standards/what-if/", "/requests/", "/retention/", "/search/",
              "/help/", "/nowhere/", "/offices/calendar/", "/offices/calendar/2012/",
              "/offices/hand-overs/", "/grants/", "/offices/calendar/2012/publish",
              "/rosters/worklist/", "/rosters/worklist/replies", "/account/password/",
              "/account/2fa/", "/account/2fa/totp/activate/", "/account/reauthenticate/",
              "/account/logout/"),
    "village_worker": ("/", "/households/", "/people/", HOUSEHOLD, PERSON, CHANGES,
                       f"{CHANGES}birth/", f"{CHANGES}need/", f"{CHANGES}housing/",
                       f"{PERSON}facts/", f"{PERSON}facts/work/",
                       "/offices/hand-overs/"),
    "social_worker": ("/",),
    "volunteer": ("/", "/households/"),
    "reviewer": ("/", "/lists/households/export"),
    "approver": ("/", "/requests/", "/retention/"),
    "liaison": ("/",),
    "leader": ("/", "/help/", "/standards/", "/standards/dibao/"),
    "inspector": ("/", PERSON),
    "system_admin": ("/", "/offices/accounts/new", "/staff/"),
    "security_admin": ("/", "/inspections/commissions/new", "/grants/counted/"),
    "auditor": ("/", "/audit/1/", "/audit/sheets/", "/audit/sheets/2012-11/", "/audit/alerts/"),
}  # fmt: skip

# Posts whose home page is like another one's: looked at once wide in Chinese, once narrow in
# English; the others in every width and language.
ALIKE = {"social_worker", "reviewer", "approver", "liaison", "inspector", "security_admin"}
CASES = [
    (role, width, language)
    for role in PLACES
    for width, language in ((1280, "zh-hans"), (390, "en"), (390, "zh-hans"), (1280, "en"))
    if role not in ALIKE or (width, language) in ((1280, "zh-hans"), (390, "en"))
]


def menu_of(page: Any) -> list[str]:
    """Return the addresses of the menu."""
    return page.eval_on_selector_all(".bf-nav a", "links => links.map(a => a.getAttribute('href'))")


def faults_of(page: Any) -> list[tuple[str, str, list[str]]]:
    """Return what axe finds on the page; the context must have been made with bypass_csp."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]
