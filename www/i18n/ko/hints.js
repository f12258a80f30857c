// What is said of data sets and optimizers once they are chosen.

/** @type {Record<keyof typeof import("../en/hints.js").hints, string>} */
export const hints = {
  "dataset.exclusive_or.hint": "배타적 논리합: 마주 보는 모서리가 같은 클래스입니다. 뉴런 하나로는 절대 학습할 수 없습니다.",
  "dataset.two_gaussians.hint": "둥근 무리 두 개입니다. 뉴런 하나, 즉 직선 하나면 충분합니다.",
  "dataset.tensorflow_playground.hint": "TensorFlow Playground 링크의 점들입니다. 순서와 나눔까지 같습니다.",
  "dataset.spiral.hint": "서로 감긴 나선입니다. 가장 어려운 데이터입니다.",
  "dataset.moons.hint": "반달 두 개가 서로 맞물려 있습니다.",
  "dataset.blobs.hint": "군집마다 클래스가 다릅니다. 소프트맥스가 필요합니다.",
  "dataset.checkerboard.hint": "작은 칸이 많습니다. 유닛이 많이 필요합니다.",
  "dataset.rings.hint": "클래스가 번갈아 나오는 동심원 고리입니다.",
  "dataset.discs.hint": "서로 겹친 원판입니다. 한 점에 레이블이 여러 개 붙을 수 있습니다.",
  "dataset.plane.hint": "기울어진 평면입니다. 선형 유닛으로 정확히 맞출 수 있습니다.",
  "dataset.gaussians.hint": "높이가 0과 1 사이인 언덕입니다.",
  "dataset.saddle.hint": "한쪽으로는 오르막, 다른 쪽으로는 내리막입니다.",
  "dataset.ripple.hint": "가운데에서 퍼져 나가는 물결입니다.",
  "dataset.noisy_line.hint": "잡음이 섞인 직선, 즉 선형 회귀입니다.",
  "dataset.sine.hint": "유닛을 조합해 만들어야 하는 파동입니다.",
  "dataset.step.hint": "갑자기 뛰는 함수입니다. 매끄러운 유닛으로는 근사만 할 수 있습니다.",
  "dataset.house_size.hint": "집의 크기에 따른 가격입니다. 가격은 음수가 될 수 없고, ReLU도 그렇습니다.",
  "dataset.drawn.hint": "그림에 점을 칠해 보세요. 신경망이 바로 학습합니다.",

  "optimizer.adagrad.hint": "이미 많이 움직인 가중치는 더 작게 움직입니다.",
  "optimizer.adadelta.hint": "지난 기울기를 점차 잊는 Adagrad입니다. 학습률은 보통 1입니다.",
  "optimizer.rmsprop.hint": "기울기를 최근 크기로 나눕니다.",
  "optimizer.adam.hint": "모멘텀과 RMSprop을 합쳤습니다. 처음 고르기에 좋습니다.",
  "optimizer.adamw.hint": "모든 가중치를 조금씩 줄이는 Adam입니다.",
  "optimizer.nadam.hint": "네스테로프처럼 앞을 내다보는 Adam입니다.",
  "optimizer.adamax.hint": "기울기의 크기를 최댓값으로 재는 Adam입니다.",
  "optimizer.ftrl.hint": "지금까지의 기울기 합을 따르며 자체 규제가 있습니다. 초기 가중치를 곧바로 잊어 은닉층은 거의 학습하지 못합니다. 입력이 많은 한 층에 알맞습니다.",
  "optimizer.lion.hint": "모멘텀의 부호만 씁니다. 학습률을 작게 하세요.",
};
