// Lets a file be dropped on the area around a file input, and says which file was chosen.
for (const drop of document.querySelectorAll("[data-file-drop]")) {
  const input = drop.querySelector("input[type=file]");
  const area = drop.querySelector(".drop__area");
  const chosen = drop.querySelector(".drop__chosen");
  const tell = () => {
    chosen.textContent = [...input.files].map((file) => `${file.name} (${Math.ceil(file.size / 1024)} KB)`).join(", ");
  };
  const over = (on) => area.classList.toggle("drop__area--over", on);

  input.addEventListener("change", tell);
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  area.addEventListener("dragleave", () => over(false));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    const kept = new DataTransfer();
    for (const file of event.dataTransfer.files) {
      kept.items.add(file);
      if (!input.multiple) break;
    }
    input.files = kept.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
