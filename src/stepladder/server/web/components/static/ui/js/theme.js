// The reader's choice of light, dark or the system's, kept in a cookie so that the server draws it from the first byte.
const KEEP_SECONDS = 60 * 60 * 24 * 365;

for (const control of document.querySelectorAll("[data-theme-switch]")) {
  control.hidden = false;
  const select = control.querySelector("select");
  select.value = document.documentElement.dataset.theme ?? "";
  select.addEventListener("change", () => {
    const theme = select.value;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    document.cookie = `theme=${theme}; path=/; max-age=${theme ? KEEP_SECONDS : 0}; samesite=lax`;
  });
}
