// What the blocks of a chapter are given, and what they give each other.

/** A run of the chapter, for whoever drives it: numbers in the text, links, keys.
 * @typedef {{
 *   store: import("../../ui/store.js").Store<import("../../model/state.js").State>, session: import("../../model/session.js").Session, actions: import("../../model/state.js").Actions,
 *   did: Set<string>, keys: import("../rooms.js").Acts, start(): Promise<void>, toggle(): unknown, listen(listener: (state: import("../../model/state.js").State) => void): void,
 * }} RunHandle
 * `did` has what a person has done with it. */

/** A race of the chapter. @typedef {{
 *   store: import("../../ui/store.js").Store<import("../../model/race/state.js").RaceState>, actions: import("../../model/race/state.js").RaceActions & import("../../model/race/state.js").TrackActions,
 *   keys: import("../rooms.js").Acts, start(): Promise<void>, toggle(): unknown, listen(listener: (state: import("../../model/race/state.js").RaceState) => void): void, setRule(key: string, value: number): unknown,
 * }} RaceHandle */

/** `done` says that something there is to do is done, `best` and `improved` what the goals of an exercise had at best, `told` that something is wrong with the chapter, `attend` whose keys are meant.
 * @typedef {{
 *   page: import("../rooms.js").Page, signal: AbortSignal, shared(): import("../../ui/shell.js").Shared, hosts: Map<string, RunHandle>, races: Map<string, RaceHandle>,
 *   isDone(name: string): boolean, done(name: string): void, best(name: string): import("../../model/lessons/progress.js").Best, improved(name: string, best: import("../../model/lessons/progress.js").Best): void, told(mistake: import("../../model/lessons/fields.js").Mistake): void, attend(host: { toggle(): unknown, keys: import("../rooms.js").Acts & Partial<Record<"undo" | "redo", () => unknown>> }): void,
 * }} Context */

export {};
