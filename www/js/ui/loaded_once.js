// Scripts that are loaded when they are first needed.

/** @template T @param {() => Promise<T>} load */
export function loadedOnce(load) {
  /** @type {T | null} */
  let value = null;
  /** @type {Promise<void> | null} */
  let loading = null;
  return {
    /** Null once it is there; what did not come is asked for anew. */
    bring() {
      if (value) return null;
      loading ??= load().then((loaded) => void (value = loaded)).finally(() => (loading = null));
      return loading;
    },
    loaded() {
      if (!value) throw new Error("a part of the page is not loaded");
      return value;
    },
  };
}
