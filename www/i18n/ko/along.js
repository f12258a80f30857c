export const along = {
  "embedded.controls": "학습",
  "embedded.play": "학습 시작",
  "embedded.pause": "멈춤",
  "embedded.loss": "손실",
  "embedded.open": "Descent에서 열기",
  "embedded.bad_experiment": "이 실험을 열 수 없습니다: {what}",
};
