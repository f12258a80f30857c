// Experiments and races worth seeing, loaded with their words when someone asks for them.

import { loadMoreWords } from "../ui/i18n.js";

/** @typedef {{ name: string, group: string, partial: Record<string, unknown>, speed?: number }} Preset
 * `speed` is in batches a second. */

/** @returns {Promise<Preset[]>} */
export async function experimentPresets() {
  const [{ default: all }] = await Promise.all([import("../../presets/experiments.json", { with: { type: "json" } }), loadMoreWords()]);
  return all.map(({ name, group, experiment, speed }) => ({ name, group, partial: experiment, speed }));
}

/** @returns {Promise<Preset[]>} */
export async function racePresets() {
  const [{ default: all }] = await Promise.all([import("../../presets/races.json", { with: { type: "json" } }), loadMoreWords()]);
  return all.map(({ name, group, race, sweep }) => ({ name, group, partial: sweep ? { ...race, sweep } : race }));
}
