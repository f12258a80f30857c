export const along = {
  "embedded.controls": "학습",
  "embedded.play": "학습 시작",
  "embedded.pause": "멈춤",
  "embedded.loss": "손실",
  "embedded.open": "Descent에서 열기",
  "embedded.bad_experiment": "이 실험을 열 수 없습니다: {what}",

  "offline.new_version": "Descent의 새 버전이 준비되었습니다. 지금 바꾸면 실험은 그대로 남지만 학습은 처음부터 다시 시작합니다.",
  "offline.take": "새 버전 사용",
};
