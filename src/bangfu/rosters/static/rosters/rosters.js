/* Escape leaves the cell that is open as it was, and goes back to where it was opened from. */
(() => {
  "use strict";
  let left = "";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) { return; }
    event.target.closest?.(".bf-fix")?.querySelector("[data-cancel]")?.click();
  });
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-cancel]");
    if (cancel) { left = cancel.dataset.cancel; }
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!left) { return; }
    document.querySelector(`[data-fix="${CSS.escape(left)}"]`)?.focus();
    left = "";
  });
})();
