// English reviews: subjects, what is said of them, and the ways in which it is said.

const list = (text) => text.split(",").map((one) => one.trim());

const general = {
  good: list("good, good, great, wonderful, lovely, excellent, amazing, brilliant, fantastic, nice, perfect, pleasant, fine, superb"),
  bad: list("bad, bad, terrible, awful, horrible, disappointing, poor, dreadful, annoying, weak, useless, mediocre, unpleasant"),
};
const domains = [
  { name: "story", weight: 5, good: list("funny, exciting, beautiful, touching, clever, interesting, enjoyable, moving, entertaining, gripping, charming, fun, original"), bad: list("boring, boring, dull, slow, silly, stupid, predictable, confusing, messy, tedious, lame, flat, pointless"), subjects: list("film, film, movie, movie, story, book, novel, play, show, series, comic, game"), parts: list("acting, ending, music, plot, dialogue, camera work, first half, second half, cast, script") },
  { name: "food", weight: 2, good: list("delicious, delicious, tasty, fresh, crispy, juicy"), bad: list("bland, cold, salty, greasy, soggy, tasteless, stale"), subjects: list("food, soup, pizza, lunch, dinner, bread, salad, chicken, cake"), parts: list("sauce, rice, dessert, bread, meat") },
  { name: "place", weight: 1, good: list("clean, quiet, cosy, comfortable, friendly"), bad: list("dirty, noisy, crowded, rude, smelly, overpriced"), subjects: list("restaurant, hotel, café, shop, library, cinema"), parts: list("staff, room, service, toilet, view") },
  { name: "thing", weight: 1, good: list("fast, handy, sturdy, comfortable, pretty"), bad: list("broken, clumsy, ugly, uncomfortable, expensive, complicated"), subjects: list("phone, bag, chair, app, laptop, jacket, headset"), parts: list("screen, design, sound, battery") },
  { name: "experience", weight: 1, good: list("fun, exciting, relaxing, useful, memorable"), bad: list("boring, tiring, stressful, exhausting, frustrating"), subjects: list("lesson, trip, match, concert, party, holiday, class"), parts: list("weather, teacher, guide, hall") },
];
/** What people write besides. */
const casual = {
  good: list("two thumbs up, a must see, do not miss it, don't miss it, I could not put it down, I couldn't stop laughing, I never got bored, not a single dull moment, I cried and laughed, it made my day, well worth the money, worth every penny, it was worth it, better than I expected, much better than expected, I would watch it again, I can't wait for more, I can't recommend it enough, it never disappoints, it didn't disappoint, no complaints at all, nothing to complain about, I had a great time, we had a lot of fun, I am impressed, I was pleasantly surprised, everyone should see this, five stars, my new favourite, it left me smiling, I fell in love with it, what a treat, not bad, not bad at all, I have no regrets, my kids loved it, highly recommended"),
  bad: list("don't bother, do not bother, a waste of time, a waste of money, what a waste, I want my money back, I couldn't finish it, I could not finish it, I can't recommend it, I cannot recommend it, I would not watch it again, I won't watch it again, never again, not worth it, not worth the money, it isn't worth the money, I fell asleep, I almost fell asleep, I walked out, worse than I expected, much worse than expected, I expected more, it could have been better, it let me down, I was disappointed, I was not impressed, I had high hopes but it failed, nothing works, nothing happens, it makes no sense, it made no sense at all, I regret it, avoid it, stay away, one star, it is a mess, a total mess, it gave me a headache, I did not laugh once, not good, not good at all, it was no fun, I lost interest, I got bored"),
};
const adverbs = list("really, really, very, so, truly, quite, absolutely, surprisingly");
const again = { story: ["I want to see it again", "I could not stop smiling", "I enjoyed every minute", "I loved it"], food: ["I ate it all", "I will order it again", "we came back for more", "I loved it"], place: ["we will come back", "I felt at home", "I loved staying there"], thing: ["I use it every day", "I am happy with it", "it works well"], experience: ["we laughed all day", "I want to do it again", "I enjoyed every minute"] };
const never = { story: ["I fell asleep", "I wanted to leave early", "I stopped halfway", "it was a waste of time", "I hated it"], food: ["I left half of it", "I will never order it again", "I could not finish it", "I threw it away"], place: ["we left early", "I will never go back", "we wanted our money back"], thing: ["I sent it back", "it stopped working", "I regret buying it", "it was a waste of money"], experience: ["we wanted to go home", "I was glad when it ended", "it was a waste of a day"] };

const article = (word) => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`);
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** @param {ReturnType<typeof import("./random.js").createRandom>} random */
export function createEnglish({ pick, chance }) {
  const wordOf = (domain, good) => pick(pick([domain, domain, general])[good ? "good" : "bad"]);
  /** Two that are not the same. */
  function two(domain, good) {
    const first = wordOf(domain, good);
    for (;;) {
      const second = wordOf(domain, good);
      if (second !== first) return [first, second];
    }
  }
  const it = (domain) => pick([`the ${pick(domain.subjects)}`, `the ${pick(domain.subjects)}`, `this ${pick(domain.subjects)}`, `the ${pick(domain.parts)}`, "it", "it"]);
  const adverb = () => (chance(0.4) ? `${pick(adverbs)} ` : "");
  const is = () => pick(["is", "was", "was"]);
  const isnt = () => pick(["is not", "was not", "was not", "isn't", "wasn't", "wasn't"]);
  const tail = (domain, good) => pick((good ? again : never)[domain.name]);

  const patterns = {
    plain: (domain, good) => `${it(domain)} ${is()} ${adverb()}${wordOf(domain, good)}`,
    both: (domain, good) => `${it(domain)} ${is()} ${two(domain, good).join(` and ${adverb()}`)}`,
    noun: (domain, good) => pick([`what ${article(`${wordOf(domain, good)} ${pick(domain.subjects)}`)}`, `${article(wordOf(domain, good))} ${pick(domain.subjects)}`, `such ${article(`${wordOf(domain, good)} ${pick(domain.subjects)}`)}`, `one of the ${pick(good ? ["best", "finest"] : ["worst", "dullest"])} ${pick(domain.subjects)}s ever`]),
    because: (domain, good) => `${it(domain)} ${is()} so ${wordOf(domain, good)} that ${tail(domain, good)}`,
    after: (domain, good) => `${tail(domain, good)}, ${it(domain)} ${is()} ${wordOf(domain, good)}`,
    found: (domain, good) => `I ${pick(["found", "thought"])} ${it(domain)} ${pick(["", adverb()])}${wordOf(domain, good)}`.replace(/thought (it|(the|this) [\w é]+?) /, (all, what) => `thought ${what} was `),
    liked: (domain, good) => `I ${pick(good ? ["liked", "loved", "enjoyed", "really liked", "recommend", "admired"] : ["hated", "disliked", "regretted", "did not like", "didn't like", "did not enjoy", "didn't enjoy", "would not recommend", "wouldn't recommend", "never liked"])} ${it(domain)}`,
    turned: (domain, good) => `the ${pick(domain.parts)} ${is()} ${wordOf(domain, !good)}${pick([",", ""])} but ${it(domain)} ${is()} ${adverb()}${wordOf(domain, good)}`,
    despite: (domain, good) => `although the ${pick(domain.parts)} ${is()} ${wordOf(domain, !good)}, ${it(domain)} ${is()} ${wordOf(domain, good)}`,
    denied: (domain, good) => `${it(domain)} ${isnt()} ${pick(["", "", "that ", "very ", "really ", "so ", "exactly "])}${wordOf(domain, !good)}`,
    deniedAtAll: (domain, good) => `${chance(0.6) ? `${it(domain)} ${isnt()}` : "not"} ${wordOf(domain, !good)} at all`,
    deniedNoun: (domain, good) => `${pick(["this is not", "it was not", "it isn't", "not", "hardly"])} ${article(wordOf(domain, !good))} ${pick(domain.subjects)}`,
    deniedThink: (domain, good) => `I ${pick(["did not find", "didn't find", "never found"])} ${it(domain)} ${wordOf(domain, !good)}`,
    deniedNever: (domain, good) => `${it(domain)} ${is()} ${pick(["never", "hardly", "not in the least", "far from", "anything but", "by no means"])} ${wordOf(domain, !good)}`,
    deniedAs: (domain, good) => `${it(domain)} ${isnt()} as ${wordOf(domain, !good)} as ${pick(["I expected", "people say", "I thought", "everyone said"])}`,
    deniedNothing: (domain, good) => `there ${is()} nothing ${wordOf(domain, !good)} about ${it(domain)}`,
    casual: (domain, good) => `${chance(0.2) ? pick(["honestly, ", "overall, ", "well, "]) : ""}${pick(casual[good ? "good" : "bad"])}`,
    deniedBoth: (domain, good) => `${it(domain)} ${is()} neither ${two(domain, !good).join(" nor ")}`,
  };
  const plenty = ["plain", "plain", "plain", "plain", "both", "both", "noun", "noun", "because", "after", "found", "liked", "liked", "turned", "turned", "despite", "denied", "denied", "denied", "deniedAtAll", "deniedAtAll", "deniedNoun", "deniedThink", "deniedNever", "deniedAs", "deniedNothing", "deniedBoth", "casual", "casual"];
  const weighted = domains.flatMap((domain) => Array(domain.weight).fill(domain));
  return (good) => capital(patterns[pick(plenty)](pick(weighted), good));
}
