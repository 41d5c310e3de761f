// Turns links to a dialog into a modal; without script the same link shows it as a target.
for (const opener of document.querySelectorAll("[data-dialog-open]")) {
  const dialog = document.getElementById(opener.dataset.dialogOpen);
  if (!dialog?.showModal) continue;
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  const open = (event) => {
    event.preventDefault();
    dialog.showModal();
  };
  opener.addEventListener("click", open);
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") open(event);
  });
}

for (const closer of document.querySelectorAll("[data-dialog-close]")) {
  closer.addEventListener("click", (event) => {
    const dialog = closer.closest("dialog");
    if (!dialog.open) return;
    event.preventDefault();
    dialog.close();
  });
}

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
