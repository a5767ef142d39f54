/* Shows only the rows that contain all words of the filter. */
(() => {
  const start = () => {
    const filter = document.getElementById("codedeploy-filter");
    const table = document.getElementById("codedeploy-environments");
    if (!filter || !table) {
      return;
    }
    const nothing = document.getElementById("codedeploy-nothing");
    const rows = Array.from(table.tBodies[0].rows).map((row) => ({ row, text: row.textContent.toLowerCase() }));
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(" ").filter(Boolean);
      let shown = 0;
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      nothing.hidden = shown > 0;
    });
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
