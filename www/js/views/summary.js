/** @param {HTMLElement} element */
export function mount(element) {
  return {
    /** @param {import("../protocol.js").State} state */
    draw(state) {
      element.textContent = String(state.snapshot?.train.loss);
    },
  };
}
