// The line that puts what a link opens into another page: a lab alone, or the whole page.

/** @param {string} text */
const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** @param {string} link the whole link @param {string} title of the frame
 * @param {{ whole?: boolean }} [options] `whole`: everything one can set is there, and not only figures and the buttons that train */
export function embedLine(link, title, { whole = false } = {}) {
  const { origin, pathname, hash } = new URL(link);
  const address = whole ? link : `${origin}${pathname.replace(/[^/]*$/, "")}embed.html${hash}`;
  const allowed = "allow-scripts allow-same-origin allow-downloads allow-popups";
  return `<iframe src="${quoted(address)}" width="100%" height="${whole ? 760 : 640}" title="${quoted(title)}" sandbox="${allowed}" allow="clipboard-write; fullscreen" loading="lazy" frameborder="0"></iframe>`;
}
