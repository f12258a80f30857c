// Korean: what the editor of inputs by formula says.

export const features = {
  "network.formula_new": "직접 만드는 입력",
  "network.formula_change": "직접 만든 입력",
  "network.formula_hint": "x1과 x2로 된 수식입니다. 예: x1*x2 + 1. 네 개까지 넣을 수 있습니다.",
  "network.formula_hint_curve": "x1로 된 수식입니다. 예: x1^3. 네 개까지 넣을 수 있습니다.",
  "network.formula_add": "추가",
  "network.formula_keep": "바꾸기",
  "network.formula_remove": "빼기",
  "invalid.repeated": "{value}{은} 이미 있습니다. 같은 수식은 한 번만 넣을 수 있습니다.",
};
