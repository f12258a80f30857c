// Where the files lie that no script imports. The head of index.html names them, so that they are fetched early; a lab in
// someone else's page, and the page of one file, have them from the build.

/** What index.html names. @param {string} id @param {(element: HTMLElement) => string | null | undefined} read */
const named = (id, read) => read(/** @type {HTMLElement} */ (document.getElementById(id))) ?? "";

const isBuiltIn = typeof PAGE_FILES !== "undefined";

/** The folder of the page, which in someone else's page is that of the script. The page of one file has no other. */
export const base = () => import.meta.url ?? document.baseURI;

/** @param {string} name */
export const addressOf = (name) => new URL(name, base()).href;

export const moduleAddress = () => addressOf(isBuiltIn ? PAGE_FILES.module : named("core", (link) => link.getAttribute("href")));
export const workerAddress = () => addressOf(isBuiltIn ? PAGE_FILES.worker : named("main", (script) => script.dataset.worker));

/** The style sheet of what is loaded when it is asked for; null where all styles are there from the start. */
export const moreStyles = () => (isBuiltIn ? null : named("main", (script) => script.dataset.styles));
