// What the card says of a unit, a weight or a feature.

/** @type {Record<keyof typeof import("../en/card.js").card, string>} */
export const card = {
  "network.feature_on": "신경망에 주는 특성입니다. 누르면 뺍니다.",
  "network.feature_off": "신경망에 주지 않는 특성입니다. 누르면 더합니다.",
  "network.formula_on": "직접 만든 입력입니다. 누르면 고치거나 뺄 수 있습니다.",
  "feature.x1": "첫째 좌표 그대로입니다.",
  "feature.x2": "둘째 좌표 그대로입니다.",
  "feature.x1_squared": "첫째 좌표의 제곱입니다. 양쪽에서 커집니다.",
  "feature.x2_squared": "둘째 좌표의 제곱입니다. 위아래에서 커집니다.",
  "feature.x1_x2": "두 좌표의 곱입니다. 부호가 마주 보는 모서리를 구분합니다.",
  "feature.sin_x1": "왼쪽에서 오른쪽으로 가는 파동입니다.",
  "feature.sin_x2": "아래에서 위로 가는 파동입니다.",
  "feature.cos_x1": "왼쪽에서 오른쪽으로 가며 가운데가 가장 높은 파동입니다.",
  "feature.cos_x2": "아래에서 위로 가며 가운데가 가장 높은 파동입니다.",
  "feature.radius": "중심까지의 거리입니다.",
  "network.unit_title": "{layer}의 유닛 {name}",
  "network.unit_words": "입력에 가중치를 곱해 더하고 편향을 더한 뒤 {activation} 함수를 적용합니다.",
  "network.unit_scale": "가장 진한 색은 ±{scale}입니다.",
  "network.more_terms": "+ … {count}개 더",
  "network.bias": "편향",
  "network.weight": "가중치",
  "network.value_of": "{name}의 값",
  "network.incoming": "이 유닛의 가중치",
  "network.close": "닫기",
  "network.weight_title": "가중치 {from} → {to}",
  "network.weight_words": "앞의 값이 뒤의 값에 얼마나 크게 작용하는지입니다. 음수이면 부호를 뒤집습니다. 정한 값에서 학습이 이어집니다.",
};
