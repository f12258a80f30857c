// The names of layers, which are part of the config, as they are read: those that examples and defaults give are words of the
// page, those that people give stay.

/** @param {string} name @param {(key: string) => string} t */
export function layerWords(name, t) {
  const [, base, number] = name.match(/^(.+?)(?:_(\d+))?$/) ?? [];
  const key = `layer_name.${base}`;
  const words = t(key);
  return words === key ? name : number ? `${words} ${number}` : words;
}
