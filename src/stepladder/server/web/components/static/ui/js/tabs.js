// Turns a list of links to sections into tabs: one section at a time, arrows to move, the address still names the section.
for (const tabs of document.querySelectorAll("[data-tabs]")) {
  const links = [...tabs.querySelectorAll(".tabs__tab")];
  const panels = links.map((link) => document.getElementById(link.hash.slice(1)));
  if (panels.some((panel) => !panel)) continue;
  const list = tabs.querySelector(".tabs__list");
  const rightToLeft = () => getComputedStyle(tabs).direction === "rtl";

  const show = (index) => {
    links.forEach((link, at) => {
      link.setAttribute("aria-selected", String(at === index));
      link.tabIndex = at === index ? 0 : -1;
      panels[at].hidden = at !== index;
    });
  };
  const indexOf = (hash) => links.findIndex((link) => link.hash === hash);

  tabs.classList.add("tabs--live");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", tabs.dataset.label ?? "");
  links.forEach((link, at) => {
    link.parentElement.setAttribute("role", "presentation");
    link.setAttribute("role", "tab");
    link.id ||= `${panels[at].id}-tab`;
    link.setAttribute("aria-controls", panels[at].id);
    panels[at].setAttribute("role", "tabpanel");
    panels[at].setAttribute("aria-labelledby", link.id);
    panels[at].tabIndex = 0;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      show(at);
    });
    link.addEventListener("keydown", (event) => {
      const forward = rightToLeft() ? "ArrowLeft" : "ArrowRight";
      const backward = rightToLeft() ? "ArrowRight" : "ArrowLeft";
      const to = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = (to + links.length) % links.length;
      show(next);
      links[next].focus();
    });
  });
  show(Math.max(0, indexOf(location.hash)));
  addEventListener("hashchange", () => {
    const index = indexOf(location.hash);
    if (index >= 0) show(index);
  });
}
