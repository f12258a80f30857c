// English: what the editor of inputs by formula says.

export const features = {
  "network.formula_new": "An input of your own",
  "network.formula_change": "Your input",
  "network.formula_hint": "A formula of x1 and x2, such as x1*x2 + 1. Up to four.",
  "network.formula_hint_curve": "A formula of x1, such as x1^3. Up to four.",
  "network.formula_add": "Add",
  "network.formula_keep": "Change",
  "network.formula_remove": "Remove",
  "invalid.repeated": "{value} is there already: each formula can be given once.",
};
