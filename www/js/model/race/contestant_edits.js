// Edits of the list of contestants, of a race or of a network.

/** @typedef {import("./state.js").Contestant} Contestant */
/** @typedef {import("./kinds.js").Kind} Kind */

/** The first colour that no contestant has. @param {Contestant[]} contestants */
function freeColour(contestants) {
  for (let colour = 0; ; colour++) if (!contestants.some((one) => one.colour === colour)) return colour;
}

/** @param {import("../../ui/store.js").Store<import("./state.js").Track>} store
 * @param {(recipe: (contestants: Contestant[]) => void) => boolean} edit the list, unless it would be wrong
 * @param {(kind: Kind) => Contestant} make one with settings that suit */
export function contestantEdits(store, edit, make) {
  const choose = (/** @type {number} */ chosen) => store.update({ chosen });

  /** Edits a contestant, unless it has gone since the page was drawn.
   * @param {number} index @param {(contestant: Contestant, contestants: Contestant[]) => void} recipe */
  const editOne = (index, recipe) => index in store.state.contestants && edit((contestants) => recipe(contestants[index], contestants));

  return {
    choose,
    editContestant: editOne,
    changeKind: (/** @type {number} */ index, /** @type {Kind} */ kind) => void editOne(index, ({ colour, shown }, contestants) => {
      contestants[index] = { ...make(kind), colour, shown };
    }),
    addContestant(/** @type {Kind} */ kind) {
      const added = { ...make(kind), colour: freeColour(store.state.contestants) };
      if (edit((contestants) => contestants.push(added))) choose(store.state.contestants.length - 1);
    },
    duplicateContestant(/** @type {number} */ index) {
      const colour = freeColour(store.state.contestants);
      const doubled = editOne(index, (one, contestants) => contestants.splice(index + 1, 0, { ...structuredClone(one), colour, shown: true }));
      if (doubled) choose(index + 1);
    },
    removeContestant(/** @type {number} */ index) {
      if (store.state.contestants.length === 1) return;
      if (editOne(index, (_, contestants) => contestants.splice(index, 1))) choose(Math.max(0, index - 1));
    },
  };
}
