/* Small, and without eval: the content security policy refuses it.
   Keys: "/" search, j k Enter rows, "?" help, and the letters that buttons name (data-key). Single keys are silent in fields and while an input
   method composes, and can be turned off on the help page (WCAG 2.1.4). */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const typing = (node) => node.closest?.("input, textarea, select, [contenteditable]");
  const store = (kind) => { try { return window[kind]; } catch { return null; } };
  const keysOff = () => store("localStorage")?.getItem("bangfu-keys") === "off";

  /* Search as one types; half-typed pinyin of an input method is not a question yet. */
  const ask = (input) => {
    clearTimeout(input.bfTimer);
    input.bfTimer = setTimeout(() => {
      if (input.value.trim()) { input.dispatchEvent(new CustomEvent("bf:search", { bubbles: true })); }
      else { shut(); }
    }, 200);
  };
  const shut = () => { const found = $("#found"); if (found) { found.replaceChildren(); } };
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-search] input[type=search]") && !event.isComposing) { ask(event.target); }
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target.matches("[data-search] input[type=search]")) { ask(event.target); }
  });

  /* The words stay in this tab, never in an address; Back finds them again. */
  const WORDS = "bangfu-search";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asked = event.submitter?.dataset.confirm;
    if (asked && !window.confirm(asked)) { event.preventDefault(); return; }
    if (form.matches("[data-leave]")) { store("sessionStorage")?.clear(); }
    if (form.matches("[data-search]")) {
      const words = $("input[type=search]", form).value.trim();
      const tab = store("sessionStorage");
      if (!words) { event.preventDefault(); return; }
      if (tab) { event.preventDefault(); tab.setItem(WORDS, words); location.assign(form.action); }
    }
  });
  const recall = () => {
    const page = $("[data-results]");
    const words = store("sessionStorage")?.getItem(WORDS);
    const input = page && $("input[type=search]", page);
    if (!input || input.value || !words) { return; }
    input.value = words;
    input.dispatchEvent(new CustomEvent("bf:search", { bubbles: true }));
  };

  /* Rows: j k move, Enter opens. */
  const rows = () => [...document.querySelectorAll("[data-rows] tr, [data-rows] li")].filter((row) => $("a", row));
  const move = (step) => {
    const all = rows();
    if (!all.length) { return; }
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    $("a", all[next]).focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) { return; }
    if (event.key === "Escape") { escape(); return; }
    if (event.target.matches?.("[data-search] *") && ["ArrowDown", "ArrowUp"].includes(event.key)) { walk(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || keysOff()) { return; }
    if (event.key === "/") { const box = $("[data-search] input[type=search]"); if (box?.offsetParent) { event.preventDefault(); box.focus(); box.select(); } }
    if (event.key === "j") { move(1); }
    if (event.key === "k") { move(-1); }
    if (event.key === "?") { const help = $("[data-help]"); if (help?.href) { location.assign(help.href); } else if (help) { help.open = true; $("a", help).focus(); } }
    const keyed = /^[a-z]$/i.test(event.key) && $(`[data-key="${event.key.toLowerCase()}"]`);
    if (keyed && !event.repeat) { event.preventDefault(); keyed.click(); return; }
  });
  const walk = (event) => {
    const links = [...document.querySelectorAll("#found a")];
    if (!links.length) { return; }
    event.preventDefault();
    const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (at < 0) { $("[data-search] input[type=search]").focus(); } else { links[Math.min(at, links.length - 1)].focus(); }
  };

  /* Menu, disclosures, what is shown on demand. */
  const menu = (open) => {
    const button = $("[data-menu]");
    if (!button) { return; }
    $("#menu").classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  const escape = () => {
    shut();
    document.querySelectorAll("details.bf-drop[open]").forEach((drop) => { drop.open = false; $("summary", drop).focus(); });
    if ($("#menu.open")) { menu(false); $("[data-menu]").focus(); }
  };
  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    const button = on("[data-menu]");
    if (button) { menu(button.getAttribute("aria-expanded") !== "true"); }
    else if (!on("#menu")) { menu(false); }
    document.querySelectorAll("details.bf-drop[open]").forEach((drop) => { if (!drop.contains(event.target)) { drop.open = false; } });
    if (!on("[data-search]")) { shut(); }
    if (on("[data-print]")) { window.print(); }
    const opener = on("[data-open]");
    if (opener) {
      const open = document.getElementById(opener.dataset.open).classList.toggle("open");
      opener.setAttribute("aria-expanded", String(open));
    }
    const drop = on("[data-drop]");
    if (drop) { forget(drop.dataset.drop); }
    const peek = on("[data-peek]");
    if (peek) { reveal(peek); }
  });
  const reveal = (button) => {
    const field = document.getElementById(button.dataset.peek);
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(hidden));
    [button.textContent, button.dataset.hide] = [button.dataset.hide, button.textContent];
  };

  /* A choice in a filter takes effect at once. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-now] select")) { event.target.form.requestSubmit(); }
    if (event.target.matches("[data-keys]")) { store("localStorage")?.setItem("bangfu-keys", event.target.checked ? "on" : "off"); }
  });

  /* Typed text survives a logout, a lost signal, Back: forms marked data-draft keep it in this tab. */
  const drafts = () => document.querySelectorAll("form[data-draft]");
  const remember = (form) => {
    const kept = {};
    for (const field of form.elements) {
      const given = ["radio", "checkbox"].includes(field.type) ? field.checked : !["password", "file", "submit", "hidden"].includes(field.type);
      if (field.name && given) { kept[field.name] = field.value; }
    }
    store("sessionStorage")?.setItem(`bangfu-draft-${form.dataset.draft}`, JSON.stringify(kept));
  };
  const forget = (prefix) => {
    const tab = store("sessionStorage");
    Object.keys(tab ?? {}).filter((key) => key.startsWith(`bangfu-draft-${prefix}`)).forEach((key) => tab.removeItem(key));
  };
  document.addEventListener("input", (event) => { const form = event.target.closest?.("form[data-draft]"); if (form) { remember(form); } });

  /* What was shown for a moment goes again. */
  const brief = (root) => root.querySelectorAll("[data-brief]").forEach((part) => {
    setTimeout(() => part.remove(), Number(part.dataset.brief) * 1000);
  });
  document.addEventListener("htmx:afterSwap", (event) => brief(event.target));

  const begin = () => {
    brief(document);
    document.querySelectorAll("[data-peek]").forEach((button) => { button.hidden = false; });
    document.querySelectorAll("[data-keys]").forEach((box) => { box.checked = !keysOff(); });
    document.querySelectorAll("[data-sent]").forEach((said) => forget(said.dataset.sent));
    for (const form of drafts()) {
      const kept = JSON.parse(store("sessionStorage")?.getItem(`bangfu-draft-${form.dataset.draft}`) ?? "{}");
      for (const [name, value] of Object.entries(kept)) { const field = form.elements.namedItem(name); if (field?.type === "checkbox") { field.checked = true; } else if (field && "value" in field && !field.value) { field.value = value; } }
    }
    recall();
  };
  /* A deferred script runs before this event; so does htmx, which then has read the page first. */
  if (document.readyState === "complete") { begin(); } else { document.addEventListener("DOMContentLoaded", begin); }
  /* The page may come out of the browser's memory after Back, with an open menu. */
  window.addEventListener("pageshow", (event) => { if (event.persisted) { shut(); menu(false); } });
})();
