// Formulas that the page itself writes, in the little of TeX that they take, as MathML.

/** @type {Record<string, string>} */
const letters = { alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", eta: "η", lambda: "λ", mu: "μ", rho: "ρ", sigma: "σ", Sigma: "Σ", Phi: "Φ", infty: "∞", theta: "θ" };

/** @type {Record<string, string>} */
const operators = {
  leftarrow: "←", to: "→", cdot: "·", times: "×", le: "≤", ge: "≥", partial: "∂", nabla: "∇", approx: "≈", ne: "≠", in: "∈", dots: "…", colon: ":", odot: "⊙", ast: "∗", sum: "∑", prod: "∏",
};

const functions = new Set(["exp", "ln", "log", "max", "min", "tanh", "sin", "cosh", "sign", "softmax", "tr"]);

/** @type {Record<string, string>} */
const accents = { hat: "^", bar: "¯", tilde: "~" };

/** MathML without the `<math>` around it. @param {string} tex @returns {string} */
export function tex(tex) {
  const tokens = tex.match(/\\\\|\\[a-zA-Z]+|[a-zA-Z]+|\d+(?:\.\d+)?|\S/g) ?? [];
  let at = 0;

  /** All that comes before one of these. @param {string[]} ends */
  function row(...ends) {
    let all = "";
    while (at < tokens.length && !ends.includes(tokens[at])) all += scripted();
    return all;
  }

  /** What stands in braces, or the next piece alone. @returns {string} */
  function group() {
    if (tokens[at] !== "{") return atom();
    at += 1;
    const inner = row("}");
    at += 1;
    return `<mrow>${inner}</mrow>`;
  }

  /** A piece with what stands below and above it. */
  function scripted() {
    const isSum = tokens[at] === "\\sum" || tokens[at] === "\\prod";
    const base = atom();
    let [low, high] = ["", ""];
    while (tokens[at] === "_" || tokens[at] === "^") {
      const isLow = tokens[at++] === "_";
      if (isLow) low = group();
      else high = group();
    }
    const [both, below, above] = isSum ? ["munderover", "munder", "mover"] : ["msubsup", "msub", "msup"];
    if (low && high) return `<${both}>${base}${low}${high}</${both}>`;
    if (low) return `<${below}>${base}${low}</${below}>`;
    return high ? `<${above}>${base}${high}</${above}>` : base;
  }

  /** Values with their conditions, in rows. */
  function cases() {
    at += 1;
    const rows = [];
    while (tokens[at - 1] !== "}") {
      const value = row("&");
      at += 1;
      const condition = row("\\\\", "}");
      at += 1;
      rows.push(`<mtr><mtd>${value}</mtd><mtd>${condition}</mtd></mtr>`);
    }
    return `<mrow><mo>{</mo><mtable columnalign="left">${rows.join("")}</mtable></mrow>`;
  }

  /** @returns {string} */
  function atom() {
    const token = tokens[at];
    if (token === "{") return group();
    at += 1;
    if (/^\d/.test(token)) return `<mn>${token}</mn>`;
    if (/^[a-zA-Z]/.test(token)) return `<mi>${token}</mi>`;
    if (token[0] !== "\\") return `<mo>${{ "-": "−", "<": "&lt;", ">": "&gt;", "*": "·" }[token] ?? token}</mo>`;
    const name = token.slice(1);
    if (name === "frac") return `<mfrac>${group()}${group()}</mfrac>`;
    if (name === "sqrt") return `<msqrt>${group()}</msqrt>`;
    if (name === "cases") return cases();
    if (accents[name]) return `<mover accent="true">${group()}<mo>${accents[name]}</mo></mover>`;
    if (functions.has(name)) return `<mi>${name}</mi><mo>&#x2061;</mo>`;
    return operators[name] ? `<mo>${operators[name]}</mo>` : `<mi>${letters[name] ?? name}</mi>`;
  }

  return row();
}
