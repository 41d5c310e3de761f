// Small conveniences; every page works without them.

// Copy buttons show themselves only where copying works.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const said = button.querySelector("[data-copy-label]");
  const before = said.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    said.textContent = button.dataset.copied;
    setTimeout(() => {
      said.textContent = before;
    }, 2500);
  });
}

for (const field of document.querySelectorAll("[data-select-on-focus]")) {
  field.addEventListener("focus", () => field.select());
}

// Notices that may go away.
for (const button of document.querySelectorAll("[data-dismiss]")) {
  button.hidden = false;
  button.addEventListener("click", () => button.closest(".notice").remove());
}

// Menus close on Escape and on a click elsewhere.
const menus = [...document.querySelectorAll("details.menu")];
addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What went wrong is read first.
document.querySelector("[data-error-summary]")?.focus();

// A form is sent once: the pressed button says so.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    // A download leaves the page where it is: after a moment the form may be sent again.
    setTimeout(() => delete form.dataset.sent, 3000);
  });
}
