// What does not fit on a page: cards over one another, text beyond its card or cut off, labels that collide.
() => {
  const troubles = [];
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });
  const name = (element) => `${element.closest(".card, .words")?.id ?? ""} ${element.textContent.trim().slice(0, 40)}`;
  const meet = (first, second) =>
    Math.min(first.right, second.right) - Math.max(first.left, second.left) > 1 &&
    Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top) > 1;

  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) troubles.push(`page is ${root.scrollWidth} wide`);

  const places = [...document.querySelectorAll("main .card, main .words, .filters, .tabs, .title")];
  const boxes = places.map((place) => place.getBoundingClientRect());
  for (let one = 0; one < places.length; one++) {
    for (let other = 0; other < one; other++) {
      if (meet(boxes[one], boxes[other])) troubles.push(`overlap: ${name(places[one])} / ${name(places[other])}`);
    }
  }

  for (const card of document.querySelectorAll("main .card")) {
    const frame = card.getBoundingClientRect();
    for (const element of card.querySelectorAll("h2, h3, p, b, dd, dt, li, text")) {
      if (!visible(element) || element.closest(".scroll, .sheet, .legend")) continue;
      const box = element.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1) {
        troubles.push(`outside its card: ${name(element)}`);
      }
      if (!(element instanceof SVGElement) && element.scrollWidth > element.clientWidth + 1) {
        troubles.push(`wider than its place: ${name(element)}`);
      }
    }
    for (const element of card.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      const isCut = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (isCut && element.textContent.trim() && visible(element) && !(element instanceof SVGElement)) {
        troubles.push(`cut off: ${name(element)}`);
      }
    }
    for (const axis of card.querySelectorAll(".places, .axis")) {
      const labels = [...axis.querySelectorAll("text")].filter(visible).map((label) => label.getBoundingClientRect());
      for (let at = 1; at < labels.length; at++) {
        if (meet(labels[at - 1], labels[at])) troubles.push(`labels collide: ${name(axis)}`);
      }
    }
  }
  return troubles;
}
