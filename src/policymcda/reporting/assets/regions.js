// What is wider than its place can be reached by the keyboard and says so; nothing else is a stop on the way.
const regions = () => {
  for (const region of document.querySelectorAll(".scroll")) {
    const wide = region.scrollWidth > region.clientWidth + 1;
    region.toggleAttribute("data-wide", wide);
    if (wide) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }
};
regions();
addEventListener("resize", regions);
document.addEventListener("toggle", regions, true);
