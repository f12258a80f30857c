// Korean reviews: subjects, what is said of them, and the ways in which it is said.

/** The particle after a word: its first form follows a final consonant. */
const after = (word, [closed, open]) => word + ((word.charCodeAt(word.length - 1) - 0xac00) % 28 > 0 ? closed : open);
const topic = (word) => after(word, ["은", "는"]);
const subject = (word) => after(word, ["이", "가"]);
const object = (word) => after(word, ["을", "를"]);

/** Stem, stem with 아 or 어, and stem of the past. Those in -하 need the stem alone. */
const predicate = (text) => {
  const [stem, joined, past] = text.split("/");
  if (joined) return { stem, joined, past };
  const base = stem.slice(0, -1);
  return { stem, joined: `${base}해`, past: `${base}했` };
};
const predicates = (text) => text.split(",").map((one) => predicate(one.trim()));

const general = {
  good: predicates("좋/좋아/좋았, 훌륭하, 괜찮/괜찮아/괜찮았, 완벽하, 만족스럽/만족스러워/만족스러웠, 멋지/멋져/멋졌, 마음에 들/마음에 들어/마음에 들었, 뛰어나/뛰어나/뛰어났, 대단하"),
  bad: predicates("나쁘/나빠/나빴, 형편없/형편없어/형편없었, 실망스럽/실망스러워/실망스러웠, 아쉽/아쉬워/아쉬웠, 이상하, 한심하, 끔찍하, 나쁘/나빠/나빴"),
};
const story = {
  good: predicates("재미있/재미있어/재미있었, 재미있/재미있어/재미있었, 재밌/재밌어/재밌었, 흥미롭/흥미로워/흥미로웠, 신나/신나/신났, 따뜻하, 아름답/아름다워/아름다웠, 웃기/웃겨/웃겼, 탄탄하, 흥미진진하, 유쾌하, 신선하, 감동적이/감동적이어/감동적이었"),
  bad: predicates("재미없/재미없어/재미없었, 재미없/재미없어/재미없었, 지루하, 지루하, 뻔하, 유치하, 어설프/어설퍼/어설펐, 따분하, 산만하, 억지스럽/억지스러워/억지스러웠, 답답하, 식상하, 엉성하, 허술하"),
};
const food = {
  good: predicates("맛있/맛있어/맛있었, 맛있/맛있어/맛있었, 신선하, 고소하, 담백하, 푸짐하, 부드럽/부드러워/부드러웠, 깔끔하"),
  bad: predicates("맛없/맛없어/맛없었, 맛없/맛없어/맛없었, 싱겁/싱거워/싱거웠, 느끼하, 비리/비려/비렸, 질기/질겨/질겼, 눅눅하, 퍽퍽하"),
};
const place = {
  good: predicates("깨끗하, 조용하, 친절하, 편하, 쾌적하, 아늑하, 편리하"),
  bad: predicates("더럽/더러워/더러웠, 시끄럽/시끄러워/시끄러웠, 불친절하, 불편하, 지저분하, 답답하, 비싸/비싸/비쌌"),
};
const thing = {
  good: predicates("편하, 튼튼하, 예쁘/예뻐/예뻤, 편리하, 빠르/빨라/빨랐, 가볍/가벼워/가벼웠"),
  bad: predicates("불편하, 약하, 느리/느려/느렸, 무겁/무거워/무거웠, 비싸/비싸/비쌌, 복잡하"),
};
const experience = {
  good: predicates("즐겁/즐거워/즐거웠, 행복하, 뿌듯하, 유익하, 재미있/재미있어/재미있었, 알차/알차/알찼"),
  bad: predicates("힘들/힘들어/힘들었, 지루하, 속상하, 피곤하, 짜증스럽/짜증스러워/짜증스러웠, 괴롭/괴로워/괴로웠, 재미없/재미없어/재미없었"),
};

const list = (text) => text.split(",").map((one) => one.trim());
const again = { story: ["또 보고 싶다", "또 보고 싶어요", "두 번이나 봤다", "시간 가는 줄 몰랐다", "친구에게 추천했다", "끝까지 눈을 뗄 수 없었다"], food: ["또 먹고 싶다", "또 먹으러 갈 거예요", "남김없이 먹었다", "두 그릇이나 먹었다"], place: ["또 가고 싶다", "다시 올 거예요", "오래 머물렀다"], thing: ["매일 쓰고 있다", "잘 샀다", "친구에게도 추천했다", "잘 쓰고 있어요"], experience: ["또 하고 싶다", "하루 종일 웃었다", "오래 기억에 남는다"] };
const never = { story: ["보다가 잠들었다", "중간에 껐다", "시간이 아까웠다", "돈이 아까워요", "끝까지 못 봤다", "다시는 안 볼 거예요", "하품만 나왔다"], food: ["반이나 남겼다", "다시는 안 먹을 거예요", "먹다가 버렸다", "한 입 먹고 말았다"], place: ["금방 나왔다", "다시는 안 갈 거예요", "두 번 다시 안 간다"], thing: ["바로 반품했다", "괜히 샀다", "돈이 아까웠다", "며칠 쓰고 버렸다"], experience: ["집에 가고 싶었다", "다시는 안 할 거예요", "한숨만 나왔다"] };

const domains = [
  { name: "story", weight: 5, own: story, subjects: list("영화, 영화, 영화, 드라마, 이야기, 줄거리, 책, 소설, 만화, 웹툰, 연극, 공연, 게임"), parts: list("연기, 결말, 음악, 대사, 화면, 전개, 연출, 주인공, 후반부, 장면, 내용"), before: list("이, 이, 그, 어제 본, 오늘 본, 친구가 추천한, 이번") },
  { name: "food", weight: 2, own: food, subjects: list("음식, 급식, 떡볶이, 김밥, 라면, 치킨, 피자, 빵, 점심, 볶음밥, 저녁"), parts: list("국물, 반찬, 고기, 소스, 튀김, 면"), before: list("이, 이 집, 오늘, 어제 먹은, 오늘 먹은, 학교") },
  { name: "place", weight: 1, own: place, subjects: list("가게, 식당, 카페, 숙소, 도서관, 극장, 교실"), parts: list("직원, 화장실, 분위기, 자리, 방"), before: list("이, 그, 새로 생긴, 어제 간, 학교 앞") },
  { name: "thing", weight: 1, own: thing, subjects: list("휴대폰, 이어폰, 가방, 신발, 의자, 노트북, 앱"), parts: list("화면, 디자인, 버튼, 소리"), before: list("이, 그, 새로 산, 선물받은, 이번에 산") },
  { name: "experience", weight: 1, own: experience, subjects: list("수업, 소풍, 여행, 체육 대회, 캠핑, 경기, 방학, 하루"), parts: list("날씨, 숙소, 분위기, 시간"), before: list("이번, 오늘, 어제, 우리") },
];

/** What people write besides: short, and as they speak. */
const casual = {
  good: list("꿀잼, 완전 꿀잼, 꿀잼이다, 정말 최고다, 진짜 최고예요, 강추합니다, 강추, 인생 영화다, 인생 영화 등극, 눈물이 났다, 보면서 펑펑 울었다, 배꼽 빠지게 웃었다, 안 봤으면 후회할 뻔했다, 안 보면 후회합니다, 기대 이상이었다, 기대 이상이에요, 돈이 아깝지 않았다, 돈이 하나도 안 아깝다, 시간이 아깝지 않아요, 시간이 순식간에 지나갔다, 여운이 길게 남는다, 배우들 연기가 미쳤다, 몰입감이 엄청나다, 지루할 틈이 없었다, 흠잡을 데가 없다, 다시 봐도 좋다, 또 봐도 재밌다, 믿고 보는 배우, 가슴이 뭉클했다, 아이들도 좋아해요, 부모님도 좋아하셨다, 왜 인기 있는지 알겠다, 나쁘지 않네, 나쁘지 않아요, 볼만해요, 볼만했다, 먹을 만해요, 실망시키지 않는다, 후회 없는 선택이었다, 별 다섯 개 줍니다, 만점 드립니다"),
  bad: list("노잼, 완전 노잼, 노잼이다, 핵노잼, 진짜 최악이다, 정말 별로다, 정말 별로예요, 비추, 비추합니다, 보지 마세요, 절대 보지 마세요, 돈 아깝다, 돈이 아까웠다, 돈 주고 보기 아깝다, 시간 낭비였다, 시간 아까워요, 시간만 버렸다, 내 시간 돌려줘, 하품만 나온다, 졸려 죽는 줄 알았다, 보다가 잤다, 중간에 나왔다, 끝까지 보기 힘들다, 기대 이하였다, 기대했는데 실망이다, 기대했는데 별로였다, 실망했습니다, 크게 실망했다, 너무 실망했어요, 이걸 왜 만들었지, 왜 인기 있는지 모르겠다, 무슨 내용인지 모르겠다, 말도 안 되는 전개, 연기가 발연기, 뻔한 내용에 뻔한 결말, 감동도 재미도 없다, 재미도 감동도 없는 영화, 재미가 없다, 웃기지도 않는다, 맛이 없다, 두 번은 못 보겠다, 후회했다, 괜히 봤다, 별 하나도 아깝다, 짜증만 났다"),
};
const adverbs = list("정말, 진짜, 너무, 아주, 참, 완전, 무척, 꽤, 생각보다, 기대보다 훨씬, 의외로");
const copula = { true: [["최고", "였"], ["최고", "였"], ["대만족", "이었"]], false: [["최악", "이었"], ["별로", "였"], ["별로", "였"], ["엉망", "이었"]] };
const works = { true: [["명작", "이었"], ["감동", "이었"]], false: [["졸작", "이었"], ["실망", "이었"]] };
/** What is denied with 안 before it. */
const short = ["좋", "재미있", "재밌", "지루하", "웃기", "맛있", "친절하", "편하", "예쁘", "뻔하", "힘들", "즐겁", "깨끗하", "시끄럽", "비싸", "나쁘", "느리", "무겁", "짜증스럽", "행복하", "마음에 들"];

/** The present and past endings of a statement, plain and polite. */
const endings = {
  plain: ({ stem }) => (stem === "마음에 들" ? "마음에 든다" : stem === "신나" ? "신난다" : `${stem}다`),
  polite: ({ joined }) => (joined.endsWith("적이어") ? `${joined.slice(0, -1)}에요` : `${joined}요`),
  formal: ({ stem }) => formal(stem),
  past: ({ past }) => `${past}다`,
  politePast: ({ past }) => `${past}어요`,
  wonder: ({ stem }) => `${stem === "마음에 들" ? "마음에 드" : stem === "힘들" ? "힘드" : stem}네요`,
  said: ({ stem }) => `${stem}더라`,
};
const formal = (stem) => {
  const last = stem.charCodeAt(stem.length - 1);
  if (stem.endsWith("들")) return `${stem.slice(0, -1)}듭니다`;
  return (last - 0xac00) % 28 > 0 ? `${stem}습니다` : `${stem.slice(0, -1)}${String.fromCharCode(last + 17)}니다`;
};
const styles = ["plain", "polite", "past", "past", "politePast", "politePast", "wonder", "said", "formal"];
const nots = ["않다", "않아요", "않았다", "않았다", "않았어요", "않네요", "않더라", "않습니다"];

/** @param {ReturnType<typeof import("./random.js").createRandom>} random */
export function createKorean({ pick, chance }) {
  const wordOf = (domain, good) => pick(pick([domain.own, domain.own, general])[good ? "good" : "bad"]);
  /** What is said of a part: what is said of all, and of a story what is said of stories. */
  const partWord = (domain, good) => pick((domain.name === "story" && chance(0.6) ? story : domain.name === "food" && chance(0.6) ? food : general)[good ? "good" : "bad"]);
  const thingOf = (domain) => (chance(0.5) ? pick(domain.subjects) : `${pick(domain.before)} ${pick(domain.subjects)}`);
  const adverb = () => (chance(0.55) ? `${pick(adverbs)} ` : "");
  const about = (noun) => pick([topic, topic, subject, (word) => word, (word) => `${word}도`])(noun);
  const state = (word) => endings[pick(styles)](word);
  const tail = (domain, good) => pick((good ? again : never)[domain.name]);

  /** Denied: not good, not bad. The verdict is the other one. */
  function denied(word, end = pick(nots)) {
    if (end !== "않아서" && short.includes(word.stem) && chance(0.3)) return word.stem === "마음에 들" ? state(word).replace("마음에 ", "마음에 안 ") : `안 ${state(word)}`;
    const how = pick(["", "", "전혀 ", "하나도 ", "그렇게 ", "그다지 ", "별로 ", "생각만큼 ", "그리 "]);
    return `${how}${word.stem}${pick(["지", "지", "지", "지는"])} ${end}`;
  }

  const patterns = {
    plain: (domain, good) => `${about(thingOf(domain))} ${adverb()}${state(wordOf(domain, good))}`,
    part: (domain, good) => `${chance(0.4) ? `${domain.subjects[0]} ` : ""}${about(pick(domain.parts))} ${adverb()}${state(partWord(domain, good))}`,
    bare: (domain, good) => `${adverb()}${state(wordOf(domain, good))}`,
    noun: (domain, good) => {
      const [noun, past] = pick((domain.name === "story" && chance(0.4) ? works : copula)[String(good)]);
      const end = pick([noun, `${noun}${past === "였" ? "예요" : "이에요"}`, `${noun}${past}다`, `${noun}${past}어요`, `${noun}${past === "였" ? "다" : "이다"}`]);
      return `${chance(0.7) ? `${about(thingOf(domain))} ` : ""}${chance(0.5) ? `${pick(["정말", "진짜", "완전", "그야말로", "역시"])} ` : ""}${end}`;
    },
    because: (domain, good) => `${subject(pick(domain.subjects))} ${adverb()}${wordOf(domain, good).joined}서 ${tail(domain, good)}`,
    after: (domain, good) => `${topic(thingOf(domain))} ${tail(domain, good)}`,
    both: (domain, good) => `${topic(pick(domain.subjects))} ${wordOf(domain, good).stem}고 ${pick(domain.parts)}도 ${state(partWord(domain, good))}`,
    turned: (domain, good) => {
      const [first, second] = [partWord(domain, !good), wordOf(domain, good)];
      const join = pick([`${first.stem}지만`, `${first.past}지만`, `${first.past}는데`]);
      return `${topic(pick(domain.parts))} ${join} ${topic(pick(domain.subjects))} ${adverb()}${state(second)}`;
    },
    despite: (domain, good) => `${topic(pick(domain.subjects))} ${wordOf(domain, !good).past}다. ${pick(["그래도", "하지만", "그런데"])} ${topic(pick(domain.parts))} ${adverb()}${state(partWord(domain, good))}`,
    denied: (domain, good) => `${about(thingOf(domain))} ${denied(wordOf(domain, !good))}`,
    deniedBare: (domain, good) => denied(wordOf(domain, !good)),
    deniedBecause: (domain, good) => `${subject(pick(domain.subjects))} ${denied(wordOf(domain, !good), "않아서")} ${tail(domain, good)}`,
    deniedBoth: (domain, good) => `${topic(pick(domain.subjects))} ${wordOf(domain, !good).stem}지도 않고 ${wordOf(domain, !good).stem}지도 ${pick(nots)}`,
    deniedTurned: (domain, good) => `${topic(pick(domain.parts))} ${partWord(domain, good).stem}지 않지만 ${topic(pick(domain.subjects))} ${state(wordOf(domain, good))}`,
    casual: (domain, good) => `${chance(0.25) ? pick(["와 ", "역시 ", "솔직히 ", "그냥 ", "이건 "]) : ""}${pick(casual[good ? "good" : "bad"])}${pick(["", "", "", "ㅠㅠ", "ㅋㅋ", "!", "!!"].slice(0, good ? 7 : 4))}`,
    verb: (domain, good) => `${chance(0.6) ? `${object(thingOf(domain))} ` : ""}${pick(good ? ["추천합니다", "추천해요", "강력 추천합니다", "꼭 다시 찾을 거예요", "좋아해요", "정말 좋아한다", "놓치지 마세요"] : ["추천하지 않아요", "추천하지 않습니다", "비추합니다", "추천하고 싶지 않다", "싫어해요", "정말 싫어한다", "말리고 싶어요"])}`,
  };
  const plenty = ["plain", "plain", "plain", "part", "part", "bare", "noun", "noun", "because", "because", "after", "both", "turned", "despite", "denied", "denied", "denied", "denied", "deniedBare", "deniedBecause", "deniedBoth", "deniedTurned", "verb", "casual", "casual"];
  const weighted = domains.flatMap((domain) => Array(domain.weight).fill(domain));
  return (good) => patterns[pick(plenty)](pick(weighted), good);
}
