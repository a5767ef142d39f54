// Every text of the page with less contrast to what is behind it than WCAG 2's level AA asks for, once.
(() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      layers.push(rgba(getComputedStyle(e).backgroundColor));
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const luminance = (color) => {
    const [r, g, b] = color
      .slice(0, 3)
      .map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = new Map();
  const root = document.querySelector("#codedeploy-report, .codedeploy-summary");
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const hidden = element.closest(".jenkins-visually-hidden, title, script") || !element.checkVisibility();
    if (hidden || !texts.currentNode.data.trim()) {
      continue;
    }
    const style = getComputedStyle(element);
    const drawn = element instanceof SVGElement;
    const bar = drawn && element.parentElement.querySelector("rect");
    const below = bar ? over(rgba(getComputedStyle(bar).fill), behind(element)) : behind(element);
    const above = over(rgba(drawn ? style.fill : style.color), below);
    const [low, high] = [luminance(above), luminance(below)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) {
      faint.set(`${element.tagName} ${element.getAttribute("class")} ${ratio.toFixed(2)}`, texts.currentNode.data);
    }
  }
  return Array.from(faint, (entry) => entry.join(": "));
})();
