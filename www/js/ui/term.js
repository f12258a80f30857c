// Words that the glossary explains. A term is pressed where it stands, or asked for by F1 where its control has the focus; it is
// no stop of the Tab key, which would lie before every control.

import { html } from "lit-html";

/** Fields of the experiment whose labels are terms. */
const fields = new Set(
  ("samples noise train_fraction delta label_smoothing optimizer learning_rate momentum nesterov weight_decay beta_1 beta_2 rho epsilon amsgrad batch_size " +
    "schedule warmup_steps clipnorm clipvalue global_clipnorm early_stopping patience window horizon standardize seed").split(" "),
);

/** A term in a label, a heading or a hint. @param {string} names of entries of the glossary, the first of which comes first
 * @param {unknown} words */
export const term = (names, words) => html`<button type="button" class="term" tabindex="-1" aria-haspopup="dialog" data-term=${names}>${words}</button>`;

/** The label of a field, which is a term where the glossary has it. @param {string} field @param {string} label */
export const fieldTerm = (field, label) => (fields.has(field) ? term(field, label) : label);
