// Experiments as files: saved as JSON, opened from a dialog or dropped onto the page.

/** @param {unknown} experiment */
export function save(experiment) {
  const blob = new Blob([`${JSON.stringify(experiment, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "descent-experiment.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {Blob} file @param {import("./main.js").Page} page @param {import("./protocol.js").Actions} actions */
export async function open(file, page, actions) {
  try {
    page.open(JSON.parse(await file.text()));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    actions.notify({ kind: "error", key: "notice.bad_file", words: { what: error.message } });
  }
}

/** @param {Document} document @param {import("./main.js").Page} page @param {import("./protocol.js").Actions} actions */
export function acceptDrops(document, page, actions) {
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    open(file, page, actions);
  });
}
