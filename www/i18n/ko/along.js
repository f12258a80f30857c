export const along = {
  "embedded.controls": "학습",
  "embedded.play": "학습 시작",
  "embedded.pause": "멈춤",
  "embedded.loss": "손실",
  "embedded.open": "Descent에서 열기",
  "embedded.bad_experiment": "이 실험을 열 수 없습니다: {what}",

  "offline.new_version": "Descent의 새 버전이 준비되었습니다. 지금 바꾸면 실험은 그대로 남지만 학습은 처음부터 다시 시작합니다.",
  "offline.take": "새 버전 사용",

  "pictures.title": "그림",
  "pictures.network": "유닛이 층별로 늘어선 신경망.",
  "pictures.diagram": "다이어그램으로 본 신경망.",
  "pictures.inspect": "샘플 하나와 그 계산 과정.",
  "pictures.output": "평면 위의 출력.",
  "pictures.curves": "손실과 지표.",
  "pictures.task": "과제와 그 답.",
  "pictures.failed": "이 브라우저에서는 도표를 그림으로 저장할 수 없습니다.",
  "embedded.line": "다른 페이지에 넣기",
  "embedded.line.hint": "이 한 줄을 넣으면 블로그나 노트북 등 다른 페이지에서 이 실험을 보여 줄 수 있습니다.",
};
