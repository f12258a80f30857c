// Experiments and races worth seeing, loaded when someone asks for them.

/** @typedef {{ name: string, group: string, partial: Record<string, unknown> }} Preset */

/** @returns {Promise<Preset[]>} */
export async function experimentPresets() {
  const { default: all } = await import("../presets/experiments.json", { with: { type: "json" } });
  return all.map(({ name, group, experiment }) => ({ name, group, partial: experiment }));
}

/** @returns {Promise<Preset[]>} */
export async function racePresets() {
  const { default: all } = await import("../presets/races.json", { with: { type: "json" } });
  return all.map(({ name, group, race }) => ({ name, group, partial: race }));
}
