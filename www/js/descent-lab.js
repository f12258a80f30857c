// The one script of those who embed a lab: it brings the element from its own folder. It may be a classic script or a module.

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript ?? document.querySelector('script[src*="descent-lab.js"]'));
import(new URL(EMBEDDED_FILE, script?.src).href);
