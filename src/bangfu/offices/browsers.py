"""What a browser calls itself, in the words of somebody who looks at a list of sessions."""

from __future__ import annotations

from django.utils.translation import gettext as _

# In this order: nearly every one also names those below it.
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ浏览器"),
    ("UCBrowser", "UC浏览器"),
    ("360SE", "360浏览器"),
    ("QIHU", "360浏览器"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("MSIE", "IE"),
    ("Trident", "IE"),
)
_MACHINES = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """Return such as “Edge，Windows”; what is not recognised is another browser."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), _("其他浏览器"))
    machine = next((name for mark, name in _MACHINES if mark in user_agent), "")
    return (
        _("%(browser)s，%(machine)s") % {"browser": browser, "machine": machine}
        if machine
        else browser
    )
