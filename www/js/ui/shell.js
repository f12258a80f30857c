// What every part of the page is given: the language, the theme, and what the page says in a line.

/** The words of a key in the reader's language. @typedef {(key: string, words?: Record<string, unknown>) => string} Translate */

/** What all rooms have in common. @typedef {{ language: "en" | "ko", theme: "light" | "dark", t: Translate }} Shared */

/** A panic of the core: what it said, with the experiment, to read and to copy. @typedef {{ report: string, copied?: boolean }} Crash */

/** What the page says in a line. Words may be functions of the translator, so that they follow the language. `link` is shown
 * beneath, to be copied by hand; `act` is what can be done about it, `more` what else.
 * @typedef {{ kind: "info" | "warning" | "error", key: string, words?: Record<string, unknown>, link?: string, crash?: Crash,
 *   act?: Act, more?: Act | Act[] }} Notice
 * @typedef {{ key: string, words?: Record<string, unknown>, does(): unknown }} Act */

export {};
