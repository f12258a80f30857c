// What is told of a panic of the core: where it was, and the experiment that led there.

/** Whether an exception means that the core's instance is dead. @param {unknown} thrown @returns {thrown is Error} */
export function isPanic(thrown) {
  return thrown instanceof Error && (thrown.name === "Panic" || thrown instanceof WebAssembly.RuntimeError);
}

/** The text of a report. @param {string} message of the panic @param {unknown} experiment */
export function crashReport(message, experiment) {
  return [message, navigator.userAgent, JSON.stringify(experiment)].join("\n\n");
}
