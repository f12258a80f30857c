export const runs = {
  "record.following": "{step}번째 스텝까지 같은 학습을 다시 하는 중입니다.",
  "record.back": "페이지를 새로 고치기 전의 자리, {step}번째 스텝으로 돌아왔습니다.",
  "record.start_over": "처음부터",
  "record.differs": "{step}번째 스텝까지 되살렸지만 가중치가 그때와 다릅니다. 다른 버전의 Descent에서 기록한 학습입니다.",
  "record.newer": "학습을 되살릴 수 없습니다. 더 새로운 버전의 Descent에서 기록했습니다. 페이지를 새로 고치세요.",
  "record.unreadable": "학습을 되살릴 수 없습니다. 기록을 읽을 수 없습니다.",
  "record.invalid": "학습을 되살릴 수 없습니다. {what}",
};
