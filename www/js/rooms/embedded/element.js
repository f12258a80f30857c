// `<descent-lab>`: a lab as an element of someone else's page. The README has its attributes, events and methods.

import { addressOf } from "../../core/addresses.js";
import { workers } from "../../core/core.js";
import { CannotStart, fetchFile } from "../../core/failure.js";
import { loadLab } from "../../core/lab.js";
import { createPool } from "../../core/pool.js";
import { giveStyles } from "../../figures/styles.js";
import { firstTranslator, loadMoreWords, loadTranslator } from "../../ui/i18n.js";
import { controlsOf, figuresOf, languageOf, themeOf } from "./attributes.js";
import { createLab } from "./lab.js";

/** @typedef {import("../../ui/preferences.js").Language} Language */

async function makeCommon() {
  const [lab, styles] = await Promise.all([loadLab(), fetchFile(addressOf(PAGE_FILES.styles)).then((response) => response.text()), workers]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  return { lab, pool: createPool(), sheet };
}

/** What all labs of a page have in common, made with the first. @type {ReturnType<typeof makeCommon> | null} */
let common = null;

const darkness = matchMedia("(prefers-color-scheme: dark)");

/** @param {Language} language */
async function translator(language) {
  const t = await loadTranslator(language);
  await loadMoreWords(language);
  return t;
}

export class DescentLab extends HTMLElement {
  static observedAttributes = ["experiment", "goals", "figures", "controls", "lang", "theme"];

  /** Ends what hangs in the element now. @type {AbortController | null} */
  #shown = null;
  /** @type {Promise<import("./lab.js").EmbeddedLab>} */
  #lab = Promise.reject(new Error("the lab is not in a page"));
  constructor() {
    super();
    this.#lab.catch(() => {});
  }

  connectedCallback() {
    this.#begin();
    darkness.addEventListener("change", this.#restyle);
  }

  disconnectedCallback() {
    darkness.removeEventListener("change", this.#restyle);
    this.#shown?.abort();
    this.#shown = null;
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (!this.#shown || before === now) return;
    if (name === "figures" || name === "controls") this.#lab.then((lab) => lab.show(this.#parts()));
    else if (name === "experiment" || name === "goals") this.#lab.then((lab) => this.#open(lab));
    else this.#restyle();
  }

  /** Hangs everything anew. */
  #begin() {
    this.#shown?.abort();
    this.#shown = new AbortController();
    this.#lab = this.#hang(this.#shown.signal);
    const { signal } = this.#shown;
    this.#lab.catch((error) => signal.aborted || this.#fail(error));
  }

  /** Says in the place of the lab why it cannot start. @param {unknown} error */
  #fail(error) {
    const { reason, what } = error instanceof CannotStart ? error : { reason: "broken", what: String(error) };
    const words = document.createElement("p");
    words.setAttribute("role", "alert");
    words.textContent = firstTranslator(this.#language())(`page.${reason}`, { what });
    (this.shadowRoot ?? this.attachShadow({ mode: "open" })).replaceChildren(words);
    this.#tell("error", { message: words.textContent });
  }

  #language = () => languageOf(this.getAttribute("lang"), document.documentElement.lang, navigator.languages);

  #parts = () => ({ figures: figuresOf(this.getAttribute("figures")), controls: controlsOf(this.getAttribute("controls")) });

  async #shared() {
    const language = this.#language();
    const theme = themeOf(this.getAttribute("theme"), darkness.matches);
    return { language, theme, t: await translator(language) };
  }

  /** @param {AbortSignal} signal */
  async #hang(signal) {
    const [core, shared] = await Promise.all([(common ??= makeCommon()), this.#shared()]);
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (signal.aborted) return this.#lab;
    giveStyles(root, core.sheet);
    const element = document.createElement("div");
    element.className = "embedded";
    element.dataset.theme = shared.theme;
    root.replaceChildren(element);
    const shown = { ...this.#parts(), ...shared };
    const lab = createLab(element, core, shown, (type, detail) => this.#tell(type, detail), signal);
    await this.#open(lab);
    if (!signal.aborted) this.#tell("ready", lab.snapshot());
    return lab;
  }

  /** @param {import("./lab.js").EmbeddedLab} lab */
  #open = (lab) => lab.open(this.getAttribute("experiment") ?? "", this.getAttribute("goals") ?? "");

  #restyle = async () => {
    const [lab, shared] = await Promise.all([this.#lab, this.#shared()]);
    const element = /** @type {HTMLElement | null} */ (this.shadowRoot?.firstElementChild);
    if (element) element.dataset.theme = shared.theme;
    lab.share(shared);
  };

  /** @param {string} type @param {Record<string, unknown>} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(`descent-${type}`, { detail, bubbles: true, composed: true }));
  }

  /** Resolves when the methods below can be used. */
  get ready() {
    return this.#lab.then(() => {});
  }

  experiment = () => this.#lab.then((lab) => lab.experiment());
  /** @param {unknown} partial */
  load = (partial) => this.#lab.then((lab) => lab.load(partial));
  play = () => this.#lab.then((lab) => lab.play());
  pause = () => this.#lab.then((lab) => lab.pause());
  reset = () => this.#lab.then((lab) => lab.reset());
  /** @param {number} [count] */
  step = (count) => this.#lab.then((lab) => lab.step(count));
  snapshot = () => this.#lab.then((lab) => lab.snapshot());
  /** @param {number[][]} inputs */
  predict = (inputs) => this.#lab.then((lab) => lab.predict(inputs));
  fingerprint = () => this.#lab.then((lab) => lab.fingerprint());
  /** The address of the whole page with this experiment. */
  link = () => this.#lab.then((lab) => lab.address());
}

if (!customElements.get("descent-lab")) customElements.define("descent-lab", DescentLab);
